import Testing

@testable import Nx1Shell
@testable import ShellInput
@testable import ShellOutput
@testable import ShellRuns

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

    @Test("counts from the moment a thing is under way, whether or not anybody has got to waiting for it")
    func early() async throws {
        for _ in 0..<500 {
            let interrupts = Interrupts()
            let race = try await interrupts.race(deadline: nil) {
                interrupts.interrupt()
                try await Task.sleep(for: .seconds(60))
            }
            guard case .interrupted = race else {
                Issue.record("\(race)")
                return
            }
            #expect(!interrupts.interrupt())
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

    @Test("that came before anybody could listen keeps a line from being done")
    func beforeTheLine() async throws {
        let remarks = Collector()
        let session = Session(
            SessionSettings(), console: Console(answers: remarks.sink(), remarks: remarks.sink()),
            interrupts: Interrupts(), environment: [:])
        let question = Statement(line: 1, content: .text("How many?"))
        _ = await session.perform(question, at: LineLocation(.prompt, line: 1)) { true }
        #expect(remarks.text == "Interrupted.\n")
        #expect(await session.exitStatus == .interrupted)
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
