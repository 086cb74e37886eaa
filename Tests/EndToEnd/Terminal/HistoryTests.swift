import Nx1Client
import Nx1Sandbox
import TestSupport
import Testing

@Suite("History at the prompt")
struct HistoryTests {
    @Test(
        "History is back in the next session, with multi-line entries, from a file that only its owner can read"
    )
    func nextSession() async throws {
        try await withTemporaryFolder { folder in
            try await withConversation(home: folder) { conversation in
                let terminal = conversation.terminal
                try await conversation.ask("How many?", asRun: 1)
                try await terminal.enter("\"\"\"")
                try await terminal.waitFor(prompt: "...> ")
                try await conversation.ask("two\nrows\"\"\"", asRun: 2)
                try await conversation.enter(":ping", showing: "round trip")
                try await terminal.enter(" a secret")
                try await terminal.waitFor("%3 · ")
                try await terminal.press("C-d")
                try await terminal.waitForExit()
            }
            #expect(try TemporaryFolder.mode(of: folder + "/.nx1/shell/history") == 0o600)
            #expect(try TemporaryFolder.mode(of: folder + "/.nx1/shell") == 0o700)
            #expect(try TemporaryFolder.mode(of: folder + "/.nx1") == 0o700)
            #expect(try !TemporaryFolder.read(folder + "/.nx1/shell/history").contains("secret"))

            try await withConversation(home: folder) { conversation in
                let terminal = conversation.terminal
                try await terminal.press("Up")
                try await terminal.waitFor(prompt: "ask> ", typed: ":ping")
                try await terminal.press("Up")
                try await terminal.waitFor("two rows") { Array($0.suffix(2)) == ["ask> two", "rows"] }
                try await terminal.press("Up")
                try await terminal.waitFor(prompt: "ask> ", typed: "How many?")
                try await terminal.press("Up", "Down")
                try await conversation.ask("", asRun: 1)
                #expect(try await conversation.questions() == ["two\nrows"])
            }
        }
    }

    @Test("Ctrl-R searches history")
    func search() async throws {
        try await withConversation { conversation in
            let terminal = conversation.terminal
            try await conversation.ask("How many orders?", asRun: 1)
            try await conversation.ask("Which?", asRun: 2)
            try await conversation.clear()
            try await terminal.press("C-r")
            try await terminal.type("orders")
            try await terminal.waitFor("How many orders?")
            try await terminal.press("Escape")
            try await terminal.waitFor(prompt: "ask> ", typed: "How many orders?")
            try await conversation.ask("", asRun: 3)
            #expect(try await conversation.questions().last == "How many orders?")
        }
    }

    @Test("History is stored in NX1_SHELL_HOME if set")
    func otherFolder() async throws {
        try await withTemporaryFolder { folder in
            try await withConversation(environment: ["NX1_SHELL_HOME": folder + "/own"]) { conversation in
                try await conversation.ask("How many?", asRun: 1)
                try await conversation.terminal.press("C-d")
                try await conversation.terminal.waitForExit()
            }
            #expect(try TemporaryFolder.read(folder + "/own/history").contains("How many?"))
            #expect(try TemporaryFolder.mode(of: folder + "/own") == 0o700)
        }
    }

    @Test("The shell continues without a writable history file, with a single message")
    func unwritable() async throws {
        try await withTemporaryFolder { folder in
            // Not even root can create a folder inside a file.
            let file = try TemporaryFolder.write("", to: "file", in: folder)
            try await withConversation(environment: ["NX1_SHELL_HOME": file + "/shell"]) { conversation in
                try await conversation.ask("How many?", asRun: 1)
                try await conversation.ask("Which?", asRun: 2)
                let rows = try await conversation.terminal.transcript()
                #expect(rows.filter { $0.contains("history") }.count == 1)
                try await conversation.terminal.press("Up", "Up")
                try await conversation.terminal.waitFor(prompt: "ask> ", typed: "How many?")
            }
        }
    }
}
