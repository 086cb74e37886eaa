import TestSupport
import Testing

@Suite("The prompt")
struct PromptTests {
    private let greeting = "nx1sh: type a question, or :help for commands. Ctrl-D exits."

    /// Returns whether a row turns on bold text.
    private func turnsBold(_ row: String) -> Bool { row.contains(/\u{1B}\[(0;)?1m/) }

    /// Enters a question with a one-row answer, without progress.
    private func ask(_ conversation: Conversation, _ number: Int, answer: String = "\"twelve\"")
        async throws
    {
        try await conversation.ask(":crew ask result:=\(answer) duration:=0.1 Hello", asRun: number)
    }

    @Test(
        "One empty row precedes the prompt after an answer, an error or a command's output, and otherwise none"
    )
    func emptyRow() async throws {
        try await withConversation(rows: 50, arguments: ["--progress", "never"]) { conversation in
            let terminal = conversation.terminal
            try await ask(conversation, 1)
            try await conversation.enter(":nope", showing: "Unknown command :nope")
            try await conversation.enter(":timing", showing: "timing  on")
            try await terminal.press("Enter")
            try await terminal.waitFor("another prompt") { $0.suffix(2) == ["ask>", "ask>"] }
            try await terminal.press("C-c")
            try await terminal.waitFor("Ctrl-C") { $0.contains("ask> ^C") && $0.last == "ask>" }
            try await terminal.enter(":set region=North")
            try await terminal.waitFor("a new prompt") { $0.suffix(2) == ["ask> :set region=North", "ask>"] }
            try await ask(conversation, 2, answer: "\"two\\n\\n\"")
            let rows = try await terminal.transcript().map { row in
                row.hasPrefix("%") ? "RUN" : row.contains("Unknown command") ? "ERROR" : row
            }
            let expected = [
                greeting, "ask> :crew ask result:=\"twelve\" duration:=0.1 Hello", "twelve", "RUN", "",
                "ask> :nope", "ERROR", "", "ask> :timing", "timing  on", "", "ask>", "ask> ^C",
                "ask> :set region=North", "ask> :crew ask result:=\"two\\n\\n\" duration:=0.1 Hello",
            ]
            #expect(Array(rows.prefix(expected.count)) == expected)
            #expect(rows.suffix(3) == ["RUN", "", "ask>"])
        }
    }

    @Test("No second empty row precedes the prompt if the answer ends with one, or on a cleared screen")
    func oneEmptyRow() async throws {
        try await withConversation(arguments: ["--quiet", "-o", "text"]) { conversation in
            let terminal = conversation.terminal
            try await terminal.enter(":crew ask result:=\"two\\n\" duration:=0.1 Hello")
            try await terminal.waitFor("the answer") { $0.suffix(3) == ["two", "", "ask>"] }
            try await terminal.enter(":clear")
            try await terminal.waitFor("a clear screen") { $0 == ["ask>"] }
        }
    }

    @Test("The prompt and the typed line are bold; answers, their lines and completions aren't")
    func bold() async throws {
        try await withConversation(arguments: ["--progress", "never"]) { conversation in
            let terminal = conversation.terminal
            try await ask(conversation, 1)
            try await terminal.type(":p")
            try await terminal.press("Tab", "Tab")
            try await terminal.waitFor("the candidates") { $0.last == "ask> :p" && $0.count > 7 }
            let rows = try await terminal.styledScreen()
            let bold = rows.filter(turnsBold)
            #expect(bold.count >= 3 && bold.allSatisfy { $0.contains("ask> ") }, "\(rows)")
            #expect(rows.contains { $0.hasSuffix("twelve") && !turnsBold($0) })
        }
    }

    @Test(
        "Without colours the prompt isn't bold, but still follows an empty row",
        arguments: [
            (["NO_COLOR": "1"], []), (["TERM": "dumb"], []), (["CLICOLOR_FORCE": "1"], ["--color", "never"]),
            (["TERM": "dumb", "CLICOLOR_FORCE": "1"], []),
        ])
    func plain(_ environment: [String: String], _ arguments: [String]) async throws {
        try await withConversation(
            environment: environment, arguments: ["--progress", "never"] + arguments
        ) { conversation in
            try await ask(conversation, 1)
            let rows = try await conversation.terminal.styledScreen()
            #expect(!rows.contains { turnsBold($0) && $0.contains("ask>") }, "\(rows)")
            let screen = try await conversation.terminal.screen()
            #expect(screen.suffix(2) == ["", "ask>"])
        }
    }

    @Test("The terminal's style is reset when the process stops or ends")
    func stopped() async throws {
        let script = "set -m; \"$@\"; printf 'stop%s\\n' ped; read x; fg; printf 'en%s\\n' d; sleep 600"
        try await withConversation(shell: ["/bin/bash", "-c", script, "sh"]) { conversation in
            let terminal = conversation.terminal
            try await terminal.type("Hello")
            try await terminal.waitFor(prompt: "ask> ", typed: "Hello")
            try await terminal.press("C-z")
            try await terminal.waitFor("stopped")
            let rows = try await terminal.styledScreen()
            #expect(rows.contains { $0.hasPrefix("\u{1B}[0m") && $0.contains("Stopped") }, "\(rows)")
            try await terminal.press("Enter")
            try await terminal.waitFor("the line") { $0.last == "ask> Hello" }
            #expect(try await terminal.styledScreen().last.map(turnsBold) == true)
            try await terminal.press("C-u", "C-d")
            try await terminal.waitFor("end")
            #expect(try await terminal.styledScreen().last.map(turnsBold) == false)
        }
    }
}
