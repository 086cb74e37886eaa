import Nx1Client
import Nx1Sandbox
import TestSupport
import Testing

@Suite("Multi-line text")
struct SeveralRowsTests {
    @Test("Rows between \"\"\" and \"\"\" are one text, with a continuation prompt")
    func block() async throws {
        try await withConversation { conversation in
            let terminal = conversation.terminal
            try await terminal.enter("\"\"\"")
            try await terminal.waitFor(prompt: "...> ")
            try await terminal.enter("First row")
            try await terminal.waitFor("a third prompt") { $0.filter { $0.hasPrefix("...>") }.count == 2 }
            try await terminal.enter(":quit")
            try await conversation.ask("\"\"\"", asRun: 1)
            #expect(try await conversation.questions() == ["First row\n:quit"])
        }
    }

    @Test("A backslash at the end of a row continues the text")
    func continuation() async throws {
        try await withConversation { conversation in
            try await conversation.terminal.enter("First row\\")
            try await conversation.terminal.waitFor(prompt: "...> ")
            try await conversation.ask("second row", asRun: 1)
            #expect(try await conversation.questions() == ["First row\nsecond row"])
        }
    }

    @Test("Ctrl-J starts a new row of the text")
    func controlJ() async throws {
        try await withConversation { conversation in
            let terminal = conversation.terminal
            try await terminal.type("First row")
            try await terminal.press("C-j")
            try await conversation.ask("second row", asRun: 1)
            #expect(try await conversation.questions() == ["First row\nsecond row"])
        }
    }

    @Test("Ctrl-C and Ctrl-D cancel a block and stay in the shell", arguments: ["C-c", "C-d"])
    func givenUp(_ key: String) async throws {
        try await withConversation { conversation in
            let terminal = conversation.terminal
            try await terminal.enter("\"\"\"")
            try await terminal.waitFor(prompt: "...> ")
            try await terminal.enter("First row")
            try await terminal.waitFor("a third prompt") { $0.filter { $0.hasPrefix("...>") }.count == 2 }
            try await terminal.press(key)
            try await terminal.waitFor(prompt: "ask> ")
            try await conversation.ask("Something else", asRun: 1)
            #expect(try await conversation.questions() == ["Something else"])
        }
    }

    @Test("Three pasted rows are one text that waits for Enter, and a `:` in it isn't a command")
    func paste() async throws {
        try await withConversation { conversation in
            let terminal = conversation.terminal
            try await terminal.paste("First row\n:quit\nthird row\n")
            try await terminal.waitFor("the pasted rows") { rows in
                Array(rows.suffix(3)) == ["ask> First row", ":quit", "third row"]
            }
            #expect(try await conversation.runs().isEmpty)
            try await conversation.ask(" goes on", asRun: 1)
            #expect(try await conversation.questions() == ["First row\n:quit\nthird row goes on"])
        }
    }

    @Test("Pasted rows that start with a `:` are a text, too")
    func pastedColon() async throws {
        try await withConversation { conversation in
            try await conversation.terminal.paste(":quit\n:quit")
            try await conversation.terminal.waitFor("the pasted rows") {
                Array($0.suffix(2)) == ["ask> :quit", ":quit"]
            }
            try await conversation.ask("", asRun: 1)
            #expect(try await conversation.questions() == [":quit\n:quit"])
        }
    }

    @Test("A single pasted row is a normal line")
    func pastedCommand() async throws {
        try await withConversation { conversation in
            try await conversation.terminal.paste(":crew classification\n")
            try await conversation.terminal.waitFor(prompt: "ask> ", typed: ":crew classification")
            try await conversation.terminal.press("Enter")
            try await conversation.terminal.waitFor(prompt: "classification> ")
        }
    }

    @Test("`\\:` starts a text with a colon")
    func colon() async throws {
        try await withConversation { conversation in
            try await conversation.ask(#"\:quit is no command"#, asRun: 1)
            #expect(try await conversation.questions() == [":quit is no command"])
        }
    }
}
