import TestSupport
import Testing

@Suite("A paste at the prompt")
struct TypingPasteTests {
    @Test("2,000 pasted rows are one text whose end is shown; one Enter sends it, and history has it whole")
    func large() async throws {
        try await withConversation { conversation in
            let terminal = conversation.terminal
            let rows = (1...2000).map { $0 % 100 == 7 ? ":quit \($0)" : "row \($0) of the paste" }
            try await terminal.paste(rows.joined(separator: "\n"))
            try await terminal.waitFor("the paste's end") { Array($0.suffix(2)) == Array(rows.suffix(2)) }
            #expect(try await conversation.runs().isEmpty)
            try await terminal.type("!")
            try await terminal.waitFor("the change") { $0.last == rows[1999] + "!" }
            try await terminal.press("Enter")
            let text = rows.joined(separator: "\n") + "!"
            #expect(try await conversation.questions(atLeast: 1) == [text])
            try await terminal.waitFor("the run's end") { rows in
                rows.contains { $0.hasPrefix("%1 · ") } && rows.last == "ask>"
            }
            try await conversation.clear()
            try await terminal.press("Up", "Up")
            try await terminal.waitFor("the paste again") { $0.last == rows[1999] + "!" }
            try await terminal.press("Enter")
            #expect(try await conversation.questions(atLeast: 2) == [text, text])
        }
    }

    @Test("A paste is one text in vi mode, too")
    func vi() async throws {
        try await withTemporaryFolder { folder in
            try TemporaryFolder.write("bind -v\n", to: ".editrc", in: folder)
            try await withConversation(home: folder) { conversation in
                let terminal = conversation.terminal
                try await terminal.paste("First row\n:quit\nthird row\n")
                try await terminal.waitFor("the pasted rows") {
                    Array($0.suffix(3)) == ["ask> First row", ":quit", "third row"]
                }
                try await terminal.press("Escape")
                try await terminal.type("0xiT")
                try await conversation.ask("", asRun: 1)
                #expect(try await conversation.questions().first??.contains(":quit\n") == true)
            }
        }
    }
}
