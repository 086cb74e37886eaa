import Nx1Client
import TestSupport
import Testing

@Suite("A failed run at the prompt")
struct FailedRunTests {
    @Test("A failure is shown with the run's number, id and seconds, and again by `:status` and `:result`")
    func failure() async throws {
        try await withConversation(columns: 160) { conversation in
            try await conversation.ask(":crew ask scenario=fail How many?", asRun: 1)
            let id = try #require(try await conversation.runs().first?.correlationID)
            let error = "the database did not answer. `:status %1` shows the details."
            let line = #/%1 · [-0-9a-f]{36} · failed · \d+\.\d s · \d+ steps.*/#
            try await conversation.terminal.waitFor("the error and the run's line under it") { rows in
                zip(rows, rows.dropFirst()).contains {
                    $0.hasSuffix(error) && $1.contains(id) && $1.wholeMatch(of: line) != nil
                }
            }
            try await conversation.clear()
            try await conversation.enter(":status", showing: "correlation id  \(id)")
            try await conversation.terminal.waitFor("status          failed")
            try await conversation.terminal.waitFor("error           The Nx1 sandbox let this run fail")
            try await conversation.clear()
            try await conversation.ask(":result", asRun: 1)
            try await conversation.terminal.waitFor(error)
        }
    }
}
