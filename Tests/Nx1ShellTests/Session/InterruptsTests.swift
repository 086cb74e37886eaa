import Testing

@testable import Nx1Shell
@testable import ShellInput
@testable import ShellOutput
@testable import ShellRuns
@testable import ShellSession

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

    @Test(
        "where there is no prompt is for what begins next if nothing was under way, or if that ended by itself"
    )
    func kept() async throws {
        let interrupts = Interrupts(keepsForNext: true)
        interrupts.interrupt()
        #expect(interrupts.isEnding)
        try await expectInterrupted(interrupts)
        // Which of the two ends first is luck; one thing is ended by it in any case.
        for _ in 0..<500 {
            let race = try await interrupts.race(deadline: nil) { interrupts.interrupt() }
            let isEnded = if case .interrupted = race { true } else { false }
            #expect(interrupts.isEnding != isEnded)
            if !isEnded { try await expectInterrupted(interrupts) }
        }
    }

    private func expectInterrupted(_ interrupts: Interrupts) async throws {
        let race = try await interrupts.race(deadline: nil) { try await Task.sleep(for: .seconds(60)) }
        guard case .interrupted = race else {
            Issue.record("\(race)")
            return
        }
        #expect(!interrupts.isEnding)
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
