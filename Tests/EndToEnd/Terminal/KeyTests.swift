import Nx1Client
import Nx1Sandbox
import TestSupport
import Testing

@Suite("Keys at the prompt")
struct KeyTests {
    @Test("Ctrl-C clears the line, and nothing is sent")
    func interrupt() async throws {
        try await withConversation { conversation in
            let terminal = conversation.terminal
            try await terminal.type("How many")
            try await terminal.waitFor(prompt: "ask> ", typed: "How many")
            try await terminal.press("C-c")
            try await terminal.waitFor(prompt: "ask> ")
            #expect(try await terminal.screen().contains("ask> How many^C"))
            for count in 1...2 {
                try await terminal.press("C-c")
                try await terminal.waitFor("Ctrl-C, \(count) times at an empty line, and a prompt") { rows in
                    rows.filter { $0 == "ask> ^C" }.count == count && rows.last == "ask>"
                }
            }
            try await conversation.ask("Which?", asRun: 1)
            #expect(try await conversation.questions() == ["Which?"])
        }
    }

    @Test("Ctrl-D leaves with exit status 0, even after a failure")
    func endOfFile() async throws {
        try await withConversation { conversation in
            try await conversation.enter(":nope", showing: "Unknown command")
            try await conversation.terminal.press("C-d")
            #expect(try await conversation.terminal.waitForExit() == 0)
        }
    }

    @Test("Ctrl-D in a text deletes a character and doesn't leave")
    func deleteForward() async throws {
        try await withConversation { conversation in
            let terminal = conversation.terminal
            try await terminal.type("XHow many?")
            try await terminal.press("C-a", "C-d")
            try await terminal.waitFor(prompt: "ask> ", typed: "How many?")
            try await terminal.press("C-e", "C-d")
            try await conversation.ask("", asRun: 1)
            #expect(try await conversation.questions() == ["How many?"])
        }
    }

    @Test(
        "`:quit`, `:q`, `quit` and `exit` leave with exit status 0",
        arguments: [":quit", ":q", "quit", "exit"])
    func quit(_ line: String) async throws {
        try await withConversation { conversation in
            try await conversation.terminal.enter(line)
            #expect(try await conversation.terminal.waitForExit() == 0)
            #expect(try await conversation.runs().isEmpty)
        }
    }

    @Test("An empty line sends nothing", arguments: ["", "   "])
    func empty(_ line: String) async throws {
        try await withConversation { conversation in
            let terminal = conversation.terminal
            try await terminal.enter(line)
            try await terminal.waitFor("a second prompt") { $0.filter { $0 == "ask>" }.count == 2 }
            try await terminal.waitFor(prompt: "ask> ")
            #expect(try await conversation.runs().isEmpty)
        }
    }

    @Test("Tab completes an unambiguous command, and lists several with descriptions")
    func commands() async throws {
        try await withConversation { conversation in
            let terminal = conversation.terminal
            try await terminal.type(":cr\t")
            try await terminal.waitFor(prompt: "ask> ", typed: ":crew ")
            try await terminal.type("data_e\t")
            try await terminal.waitFor(prompt: "ask> ", typed: ":crew data_engineering ")
            try await terminal.press("C-u")
            try await terminal.type(":crew da\t")
            try await terminal.waitFor(prompt: "ask> ", typed: ":crew data_")
            try await terminal.type("\t")
            try await terminal.waitFor("a list of crews") { rows in
                rows.contains { $0.contains("data_engineering") && $0.contains("data_suggestion") }
            }
            try await terminal.waitFor(prompt: "ask> ", typed: ":crew data_")
            try await terminal.press("C-u")
            try await terminal.type(":un\t\t")
            try await terminal.waitFor(prompt: "ask> ", typed: ":unset ")
            try await terminal.press("C-u")
            try await terminal.type(":p\t")
            try await terminal.waitFor("a list of commands") { rows in
                rows.contains { $0.hasPrefix(":ping ") && $0.hasSuffix("round-trip time") }
                    && rows.contains { $0.hasPrefix(":progress ") }
            }
            try await terminal.waitFor(prompt: "ask> ", typed: ":p")
            #expect(try await conversation.runs().isEmpty)
        }
    }

    @Test("Tab completes the session's runs with their questions, sticky inputs and formats")
    func session() async throws {
        try await withConversation { conversation in
            let terminal = conversation.terminal
            try await conversation.ask("How many?", asRun: 1)
            try await conversation.ask("Which?", asRun: 2)
            try await conversation.clear()
            try await terminal.type(":result %\t")
            try await terminal.waitFor("the runs") { rows in
                rows.contains { $0.hasPrefix("%1 ") && $0.hasSuffix("How many?") }
                    && rows.contains { $0.hasPrefix("%2 ") && $0.hasSuffix("Which?") }
            }
            try await terminal.press("C-u")
            try await terminal.type(":set region=north\n:unset \t")
            try await terminal.waitFor(prompt: "ask> ", typed: ":unset region ")
            try await terminal.press("C-u")
            try await terminal.type(":format j\t")
            try await terminal.waitFor(prompt: "ask> ", typed: ":format json ")
        }
    }
}
