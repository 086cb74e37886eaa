import Nx1Client
import Nx1Sandbox
import TestSupport
import Testing

@Suite("Several rows as one text")
struct SeveralRowsTests {
    @Test("between \"\"\" and \"\"\", with a prompt that shows that it goes on")
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

    @Test("after a backslash at the end of a row")
    func continuation() async throws {
        try await withConversation { conversation in
            try await conversation.terminal.enter("First row\\")
            try await conversation.terminal.waitFor(prompt: "...> ")
            try await conversation.ask("second row", asRun: 1)
            #expect(try await conversation.questions() == ["First row\nsecond row"])
        }
    }

    @Test("with Ctrl-J")
    func controlJ() async throws {
        try await withConversation { conversation in
            let terminal = conversation.terminal
            try await terminal.type("First row")
            try await terminal.press("C-j")
            try await conversation.ask("second row", asRun: 1)
            #expect(try await conversation.questions() == ["First row\nsecond row"])
        }
    }

    @Test("Ctrl-C and Ctrl-D inside give the block up and stay in the shell", arguments: ["C-c", "C-d"])
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

    @Test("three pasted rows are one text, wait for Enter, and a `:` among them is no command")
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

    @Test("pasted rows that begin with a `:` are a text as well")
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

    @Test("a single pasted row is a line like any other")
    func pastedCommand() async throws {
        try await withConversation { conversation in
            try await conversation.terminal.paste(":crew classification\n")
            try await conversation.terminal.waitFor(prompt: "ask> ", typed: ":crew classification")
            try await conversation.terminal.press("Enter")
            try await conversation.terminal.waitFor(prompt: "classification> ")
        }
    }

    @Test("`\\:` begins a text with a colon")
    func colon() async throws {
        try await withConversation { conversation in
            try await conversation.ask(#"\:quit is no command"#, asRun: 1)
            #expect(try await conversation.questions() == [":quit is no command"])
        }
    }
}
