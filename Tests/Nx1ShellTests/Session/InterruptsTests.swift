import Testing

@testable import Nx1Shell
@testable import ShellInput
@testable import ShellOutput
@testable import ShellRuns
@testable import ShellSession

@Suite("Ctrl-C")
struct InterruptsTests {
    @Test("reaches the innermost operation in progress and not the outer one")
    func innermost() async throws {
        // Which of the two waits first is random, so try often.
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

    @Test("counts from the start of an operation, even before anything waits for it")
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

    @Test("has no effect, now or later, if nothing waits for it")
    func nobody() async throws {
        let interrupts = Interrupts()
        #expect(!interrupts.interrupt())
        guard case .finished(7) = try await interrupts.race(deadline: nil, { 7 }) else {
            Issue.record("not finished")
            return
        }
    }

    @Test(
        "without a prompt is kept for the next operation if nothing was in progress, or if that operation had already ended"
    )
    func kept() async throws {
        let interrupts = Interrupts(keepsForNext: true)
        interrupts.interrupt()
        #expect(interrupts.isEnding)
        try await expectInterrupted(interrupts)
        // Which of the two ends first is random; one operation ends in any case.
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

    @Test("before anything listens keeps the line from running")
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

    @Test("is distinguished from a deadline")
    func deadline() async throws {
        let race = try await Interrupts().race(deadline: .milliseconds(1)) {
            try await Task.sleep(for: .seconds(60))
        }
        guard case .deadline = race else {
            Issue.record("\(race)")
            return
        }
    }

    @Test("stops waiting when the waiting task is cancelled")
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
