import Foundation
import LineEditor
import TestSupport
import Testing

extension OnATerminal {
    @Suite("bold lines")
    struct BoldTests {
        private func withBoldDesk(
            rows: Int = 24, columns: Int = 80, type: String = "xterm", settings: String? = nil,
            _ body: (Desk) async throws -> Void
        ) async throws {
            try await withDesk(rows: rows, columns: columns) { configuration, folder in
                configuration.hasBoldLines = true
                configuration.terminalType = type
                if let settings {
                    configuration.settingsFile = folder + "/editrc"
                    try settings.write(toFile: folder + "/editrc", atomically: true, encoding: .utf8)
                }
            } _: { desk in
                try await body(desk)
            }
        }

        private func shows(_ rows: [String], on terminal: PseudoTerminal) async throws {
            try await terminal.waits(for: "in bold \(rows)") { $0.rowsWithBold == rows }
        }

        @Test("the prompt and the typed text are bold, later output isn't")
        func line() async throws {
            try await withBoldDesk { desk in
                try await desk.reads(.line("what?")) { terminal in
                    terminal.type("wat?\u{01}\u{06}h\u{05}")
                    try await shows(["«> what?»"], on: terminal)
                    terminal.type("\r")
                }
                desk.editor.print("answer")
                try await shows(["«> what?»", "answer"], on: desk.terminal)
                try await desk.reads(.interrupted) { terminal in
                    terminal.type("no")
                    try await terminal.waits(forRow: "> no")
                    desk.editor.interrupt()
                }
                desk.editor.print("end")
                try await shows(["«> what?»", "answer", "«> no»^C", "end"], on: desk.terminal)
            }
        }

        @Test("nothing is bold unless requested, or without control sequences")
        func plain() async throws {
            try await withDesk { desk in
                try await desk.reads(.line("a")) { $0.type("a\r") }
                try await shows(["> a"], on: desk.terminal)
            }
            try await withBoldDesk(type: "dumb") { desk in
                try await desk.reads(.line("a")) { $0.type("a\r") }
                #expect(!desk.terminal.picture.transcript.contains(0x1B))
            }
            try await withBoldDesk(settings: "edit off\n") { desk in
                async let reading = desk.line()
                try await desk.terminal.waits(forRow: "> ")
                desk.terminal.type("a\n")
                #expect(try await reading == .line("a"))
                try await shows(["> a"], on: desk.terminal)
                #expect(!desk.terminal.picture.isBold)
            }
        }

        @Test("output above the line and Tab's candidates are plain")
        func others() async throws {
            try await withBoldDesk { desk in
                try await desk.reads(.line("data_")) { terminal in
                    terminal.type("da\t")
                    try await shows(["«> data_»"], on: terminal)
                    terminal.type("\t")
                    try await terminal.waits(for: "the names") { $0.rows.last == "> data_" && $0.row > 1 }
                    let names = terminal.picture.rowsWithBold
                    #expect(names.first == "«> data_»" && names.last == "«> data_»")
                    #expect(!names.dropFirst().dropLast().joined().contains("«"))
                    desk.editor.print("event")
                    try await shows(names.dropLast() + ["event", "«> data_»"], on: terminal)
                    terminal.type("\r")
                }
            }
        }

        @Test(
            "a text of several rows stays bold, however it is entered and edited",
            arguments: [
                ("one\ntwo\nthree", ["«> one»", "«two»", "«three»"]),
                ("0123456789012345678901234567", ["«> 012345678901234567»", "«8901234567»"]),
                ("日本語で書いた質問です", ["«> 日本語で書いた質問»", "«です»"]),
            ])
        func rows(text: String, rows: [String]) async throws {
            try await withBoldDesk(columns: 20) { desk in
                try await desk.reads(.line(text)) { terminal in
                    terminal.paste(text)
                    try await shows(rows, on: terminal)
                    desk.editor.print("event")
                    try await shows(["event"] + rows, on: terminal)
                    // Moves over all of it and back, and deletes and retypes a character.
                    terminal.type("\u{01}\u{06}\u{14}\u{02}\u{02}\u{14}\u{05}x\u{08}")
                    terminal.type("\u{01}\u{06}\u{06}\u{05}")
                    try await terminal.waits(for: "the end of \(rows)") {
                        $0.row == rows.count && $0.rowsWithBold.count == rows.count + 1
                    }
                    terminal.type("\u{15}")
                    try await shows(["event", "«> »"], on: terminal)
                    terminal.paste(text)
                    try await shows(["event"] + rows, on: terminal)
                    terminal.type("\r")
                }
                try await desk.terminal.waits(for: "plain text") { !$0.isBold }
            }
        }

        @Test("a line stays bold after resizing and clearing the screen")
        func drawnAnew() async throws {
            try await withBoldDesk { desk in
                try await desk.reads(.line("textofaline")) { terminal in
                    terminal.type("textofaline")
                    try await terminal.waits(forRow: "> textofaline")
                    terminal.resize(rows: 24, columns: 10)
                    desk.editor.resize()
                    try await shows(["«> textofal»", "«ine»"], on: terminal)
                    terminal.type("\u{0C}")
                    try await shows(["«> textofal»", "«ine»"], on: terminal)
                    terminal.type("\r")
                }
            }
        }

        @Test("a line found by a search is bold", arguments: ["", "bind -v\n"])
        func search(settings: String) async throws {
            try await withBoldDesk(settings: settings) { desk in
                desk.editor.remember("first question")
                desk.editor.remember("second")
                try await desk.reads(.line("first question")) { terminal in
                    terminal.type("\u{12}fir")
                    try await terminal.waits(for: "what was found") { $0.rows.first == "> first question" }
                    terminal.type("\u{1B}")
                    try await shows(["«> first question»"], on: terminal)
                    terminal.type("\r")
                }
            }
        }

        @Test("the terminal is plain while the process is stopped, and the line is bold again afterwards")
        func stopped() async throws {
            try await withBoldDesk { desk in
                desk.editor.suspend()
                try await desk.reads(.line("texts")) { terminal in
                    terminal.type("text")
                    try await terminal.waits(for: "bold text") { $0.isBold && $0.beforeCursor == "> text" }
                    desk.editor.suspend()
                    try await terminal.waits(for: "plain text") { !$0.isBold }
                    desk.editor.resume()
                    terminal.type("s")
                    try await shows(["«> texts»"], on: terminal)
                    terminal.type("\r")
                }
                try await desk.terminal.waits(for: "plain text") { !$0.isBold }
            }
        }
    }
}
