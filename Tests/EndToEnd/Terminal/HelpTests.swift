import Nx1Client
import TestSupport
import Testing

@Suite("Help at the prompt")
struct HelpTests {
    @Test("`:help` fits on a screen of 80 columns and 24 rows, with the prompt below")
    func list() async throws {
        try await withConversation(columns: 80, rows: 24) { conversation in
            try await conversation.enter(":help", showing: "Ctrl-C leaves the run, Ctrl-D leaves the shell.")
            let rows = try await conversation.terminal.screen()
            #expect(rows.contains { $0.hasPrefix("Asking ") })
            #expect(rows.last == "ask>")
            // A wrapped row would be joined here.
            #expect(try await conversation.terminal.transcript().suffix(rows.count) == rows[...])
        }
    }

    @Test("`:help` fits into narrow windows, with every command in full", arguments: [20, 40])
    func narrow(columns: Int) async throws {
        try await withConversation(columns: columns, rows: 80) { conversation in
            try await conversation.enter(":help", showing: "shell.")
            let rows = try await conversation.terminal.screen()
            #expect(rows.contains { $0.hasPrefix("  :crew ") })
            #expect(rows.contains("Answers") && rows.joined(separator: " ").contains(":history"))
            // A wrapped row would be joined with the next one.
            let help = try rows[#require(rows.firstIndex(of: "Asking"))...]
            #expect(help.count > 20)
            let transcript = try await conversation.terminal.transcript()
            #expect(Array(transcript.suffix(help.count)) == Array(help))
            try await conversation.clear()
            try await conversation.enter(":help runs", showing: "ask>")
            let words = try await conversation.terminal.transcript().joined(separator: " ")
            #expect(words.contains("--prune deletes them all now"), "\(words)")
        }
    }

    @Test("The help of each command fits into 80 columns")
    func pages() async throws {
        let program = try Program(named: "nx1sh")
        let list = try JSONValue(parsing: try await program.run(["-o", "json", ":help"]).output)
        let names = try #require(list.array).compactMap { $0["command"]?.string }
        #expect(names.count >= 15)
        let pages = try await program.run(names.flatMap { ["-c", ":help \($0)"] })
        #expect(pages.status == 0)
        for name in names { #expect(pages.output.contains(":\(name)")) }
        #expect(pages.output.split(separator: "\n").filter { $0.count > 80 } == [])
    }
}
