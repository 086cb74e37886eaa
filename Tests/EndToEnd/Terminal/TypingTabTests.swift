import Nx1Client
import TestSupport
import Testing

@Suite("Tab at the prompt")
struct TypingTabTests {
    @Test("Tab completes files after @, with ~/, folders and spaces, in a form that requests accept")
    func files() async throws {
        try await withTemporaryFolder { folder in
            try TemporaryFolder.write("content", to: "notes/of march.txt", in: folder)
            try await withConversation(home: folder) { conversation in
                let terminal = conversation.terminal
                try await terminal.type(":crew ask region=@~/no\t")
                try await terminal.waitFor(prompt: "ask> ", typed: ":crew ask region=@~/notes/")
                try await terminal.type("\t")
                try await terminal.waitFor(
                    prompt: "ask> ", typed: ":crew ask region=@\"~/notes/of march.txt\" ")
                try await conversation.ask("Why?", asRun: 1)
                #expect(try await conversation.runs().first?.taskInput?["region"]?.string == "content")
                try await conversation.clear()
                try await terminal.type(":source ~/notes/o\t")
                try await terminal.waitFor(prompt: "ask> ", typed: ":source ~/notes/of march.txt ")
            }
        }
    }

    @Test("A list of a hundred or more files needs confirmation, and fits into 20 columns")
    func many() async throws {
        try await withTemporaryFolder { folder in
            for number in 1...132 { try TemporaryFolder.write("", to: "files/f\(number)", in: folder) }
            try await withConversation(home: folder) { conversation in
                let terminal = conversation.terminal
                let line = ":source ~/files/f"
                try await terminal.type(line + "\t")
                try await terminal.waitFor("Display all 132 possibilities? (y or n)")
                try await terminal.type("n")
                try await terminal.waitFor("the line again") {
                    $0.last == "ask> " + line && !$0.contains { $0.contains("f99") }
                }
                try await terminal.type("\t")
                try await terminal.waitFor("the question again") { $0.last?.hasPrefix("Display") == true }
                try await terminal.type("y")
                try await terminal.waitFor("the list and the line") {
                    $0.last == "ask> " + line && $0.contains { $0.contains("f99") }
                }
            }
        }
    }

    @Test("The list of commands fits into 20 columns")
    func narrow() async throws {
        try await withConversation(columns: 20) { conversation in
            let terminal = conversation.terminal
            try await terminal.type(":res\t\t")
            try await terminal.waitFor(prompt: "ask> ", typed: ":result ")
            try await terminal.press("C-u")
            try await terminal.type(":p\t")
            try await terminal.waitFor("the list") { rows in
                rows.contains { $0.hasPrefix(":ping") } && rows.contains { $0.hasPrefix(":progress") }
            }
            try await terminal.waitFor(prompt: "ask> ", typed: ":p")
        }
    }
}
