import Testing

@testable import Nx1Shell

@Suite("Ctrl-C")
struct InterruptsTests {
    @Test("reaches the innermost thing under way and leaves the outer one alone")
    func innermost() async throws {
        // Which of the two gets to waiting first is a matter of luck, so it is tried often.
        for _ in 0..<500 { try await interruptInnermost() }
    }

    private func interruptInnermost() async throws {
        let interrupts = Interrupts()
        let outer = try await interrupts.race(deadline: nil) {
            let inner = try await interrupts.race(deadline: nil) {
                while interrupts.depth < 2 { await Task.yield() }
                interrupts.interrupt()
                try await Task.sleep(for: .seconds(60))
            }
            if case .interrupted = inner { return true }
            return false
        }
        guard case .finished(true) = outer else {
            Issue.record("\(outer)")
            return
        }
    }

    @Test("that nobody waits for does nothing, now or later")
    func nobody() async throws {
        let interrupts = Interrupts()
        #expect(!interrupts.interrupt())
        guard case .finished(7) = try await interrupts.race(deadline: nil, { 7 }) else {
            Issue.record("not finished")
            return
        }
    }

    @Test("is told apart from a deadline")
    func deadline() async throws {
        let race = try await Interrupts().race(deadline: .milliseconds(1)) {
            try await Task.sleep(for: .seconds(60))
        }
        guard case .deadline = race else {
            Issue.record("\(race)")
            return
        }
    }

    @Test("waits no longer when the waiting task is cancelled")
    func cancelled() async {
        let interrupts = Interrupts()
        await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await interrupts.next() }
            group.cancelAll()
            await #expect(throws: CancellationError.self) { try await group.next() }
        }
        #expect(!interrupts.interrupt())
    }
}
