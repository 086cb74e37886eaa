import Nx1Client
import Testing

@testable import ShellOutput

@Suite("The line below an answer")
struct RunLineTests {
    @Test("The line has the full id if there is room, and otherwise its first characters")
    func width() {
        let id = "9649419f-ebad-4468-802d-f946643293d3"
        var run = RunFacts(number: 1, correlationID: id)
        run.status = .completed
        run.elapsed = .milliseconds(5100)
        run.tokens = TokenUsage(["total_tokens": 2078])
        let whole = "%1 · \(id) · completed · 5.1 s · 2,078 tokens"
        #expect(RunLine(run, showsTiming: true).text == whole)
        #expect(RunLine(run, showsTiming: true, columns: whole.count).text == whole)
        #expect(
            RunLine(run, showsTiming: true, columns: whole.count - 1).text
                == "%1 · 9649419f · completed · 5.1 s · 2,078 tokens")
    }
}
