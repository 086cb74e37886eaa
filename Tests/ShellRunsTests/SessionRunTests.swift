import Nx1Client
import Testing

@testable import Nx1Values
@testable import RunJournal
@testable import ShellRuns

@Suite("The record of a run")
struct SessionRunTests {
    private let cover = SecretCover { $0.replacing("planted", with: "***") }

    private func run() -> SessionRun {
        var run = SessionRun(
            number: 3, correlationID: "id", crew: .ask, input: ["question": "planted?", "limit": 5],
            text: "planted?")
        run.filing = .init(
            host: "https://a.example", profile: "dev", origin: .init(source: "prompt", line: 2))
        return run
    }

    @Test("is converted to a journal entry without secrets, and back")
    func entry() throws {
        var run = run()
        run.isAccepted = true
        run.correlationID = "theirs"
        run.end(with: CrewResult(correlationID: "theirs", status: .completed, value: "42", error: nil))
        run.events = 9
        run.elapsed = .seconds(2)
        run.stepCount = 4
        let entry = try #require(run.entry(answer: "42", under: cover))
        #expect(entry.sentID == "id" && entry.correlationID == "theirs")
        #expect(entry.input == ["question": "***?", "limit": 5])
        #expect(entry.isCovered)
        #expect(entry.result?.text == "42")
        let back = SessionRun(number: 1, entry)
        #expect(back.hasEnded && back.isAccepted && back.hasCoveredInput)
        #expect(back.question == "***?")
        #expect((back.events, back.stepCount, back.elapsed) == (9, 4, .seconds(2)))
        #expect(back.entry(answer: "42", under: cover) == entry)
    }

    @Test("has no entry without a place in the journal")
    func unfiled() {
        #expect(SessionRun(number: 1, correlationID: "id").entry(under: cover) == nil)
    }

    @Test("has the crew's error only if the crew failed")
    func failure() {
        var run = run()
        run.failure = .init(code: .unreachable, message: "No way.")
        #expect(run.error == nil)
        run.end(with: CrewResult(correlationID: "id", status: .failed, value: .null, error: "No such table."))
        #expect(run.error == "No such table.")
        #expect(run.entry(under: cover)?.failure?.code == .runFailed)
    }
}
