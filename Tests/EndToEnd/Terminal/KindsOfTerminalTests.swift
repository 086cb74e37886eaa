import Nx1Client
import Nx1Sandbox
import TestSupport
import Testing

@Suite("Kinds of terminals")
struct KindsOfTerminalTests {
    private static let question = "Wie viele Aufträge kamen zu spät? 注文の遅延は?"

    @Test(
        "Text in any script can be typed and shown, whatever the locale",
        arguments: [["LANG": "C"], ["LANG": "POSIX", "LC_ALL": "C"], ["LANG": "xx_YY.ISO-8859-1"], nil])
    func locale(_ environment: [String: String]?) async throws {
        let shell = environment == nil ? ["/usr/bin/env", "-u", "LANG"] : []
        try await withConversation(environment: environment ?? [:], shell: shell) { conversation in
            try await conversation.terminal.type(Self.question)
            try await conversation.terminal.waitFor(prompt: "ask> ", typed: Self.question)
            try await conversation.terminal.press("BSpace", "BSpace")
            try await conversation.ask("は?", asRun: 1)
            #expect(try await conversation.questions() == [Self.question])
            #expect(try await conversation.terminal.screen().contains("│ \(Self.question)"))
        }
    }

    @Test("20 columns are enough to type a long question and read the answer")
    func narrow() async throws {
        try await withConversation(columns: 20, rows: 60) { conversation in
            let terminal = conversation.terminal
            try await terminal.type("Why were so many ordrs shipped late in March?")
            // Move back two rows, and insert a letter.
            for _ in 0..<25 { try await terminal.press("Left") }
            try await terminal.type("e")
            try await terminal.waitFor("the text on three rows") { rows in
                rows.suffix(3).joined() == "ask> Why were so many orders shipped late in March?"
            }
            try await terminal.press("Enter")
            try await terminal.waitFor("%1 · ")
            try await terminal.waitFor(prompt: "ask> ")
            #expect(try await conversation.questions() == ["Why were so many orders shipped late in March?"])
            #expect(
                try await terminal.screen().contains("│ late in March?"))
        }
    }

    @Test("TERM=dumb gets text without control sequences", arguments: ["dumb", "unheard-of"])
    func dumb(_ type: String) async throws {
        try await withConversation(environment: ["TERM": type]) { conversation in
            try await conversation.ask("How many?", asRun: 1)
            #expect(try await conversation.questions() == ["How many?"])
            let screen = try await conversation.terminal.styledScreen().joined()
            #expect(type != "dumb" || !screen.contains("\u{1B}"))
            try await conversation.terminal.type("x")
            try await conversation.terminal.waitFor(prompt: "ask> ", typed: "x")
            try await conversation.terminal.press("C-c")
            try await conversation.terminal.waitFor(prompt: "ask> ")
            try await conversation.ask("Which?", asRun: 2)
            #expect(try await conversation.questions() == ["How many?", "Which?"])
        }
    }

    @Test("Resizing the window keeps the typed text, redrawn for the new width")
    func resize() async throws {
        try await withConversation(columns: 80, rows: 20) { conversation in
            let terminal = conversation.terminal
            let text = "Why were so many orders shipped late in March and in April?"
            try await terminal.type(text)
            try await terminal.waitFor(prompt: "ask> ", typed: text)
            try await terminal.resize(columns: 30, rows: 15)
            try await terminal.waitFor("three rows") { rows in
                rows.suffix(3).joined() == "ask> " + text && rows.last == "ril?"
            }
            try await terminal.resize(columns: 100, rows: 30)
            try await terminal.waitFor(prompt: "ask> ", typed: text)
            try await conversation.ask(" Why?", asRun: 1)
            #expect(try await conversation.questions() == [text + " Why?"])
        }
    }

    @Test("~/.editrc is honoured")
    func editrc() async throws {
        try await withTemporaryFolder { folder in
            try TemporaryFolder.write(
                "bind \"^T\" ed-move-to-beg\nnx1sh:bind -s \"^G\" \" in March\"\nother:bind \"^T\" ed-move-to-end\n",
                to: ".editrc", in: folder)
            try await withConversation(home: folder) { conversation in
                let terminal = conversation.terminal
                try await terminal.type("orders")
                try await terminal.press("C-t")
                try await terminal.type("late ")
                try await terminal.press("C-e", "C-g")
                try await terminal.waitFor(prompt: "ask> ", typed: "late orders in March")
                try await conversation.ask("?", asRun: 1)
                #expect(try await conversation.questions() == ["late orders in March?"])
            }
        }
    }
}
