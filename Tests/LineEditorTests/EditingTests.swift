import Foundation
import LineEditor
import TestSupport
import Testing

extension OnATerminal {
    @Suite("editing")
    struct EditingTests {
        @Test("returns what was typed, in any script and locale")
        func unicode() async throws {
            try await withDesk { desk in
                try await desk.reads(.line("Grüße, 日本 – ça va? 🦊")) { $0.type("Grüße, 日本 – ça va? 🦊\r") }
                // Also on the screen, and with LANG=C.
                try await desk.terminal.waits(for: "the text") { $0.rows.first == "> Grüße, 日本 – ça va? 🦊" }
            }
        }

        @Test("shows invalid UTF-8 bytes instead of dropping them")
        func invalidBytes() async throws {
            try await withDesk { desk in
                try await desk.reads(.line("a\u{FFFD}b\u{FFFD}")) { $0.type([0x61, 0xE9, 0x62, 0xFF, 0x0D]) }
            }
        }

        @Test("arrows, insertion and deletion work in the middle of a line")
        func middle() async throws {
            try await withDesk { desk in
                let left = "\u{1B}[D"
                try await desk.reads(.line("abQ日d")) { terminal in
                    terminal.type("abx日d" + left + left + "\u{7F}Q")
                    try await terminal.waits(for: "the edited row") {
                        $0.rows == ["> abQ日d"] && $0.column == 5
                    }
                    terminal.type("\r")
                }
            }
        }

        @Test("Enter sends an empty line; Ctrl-D ends the input there, but deletes in the middle of a text")
        func ends() async throws {
            try await withDesk { desk in
                try await desk.reads(.line("")) { $0.type("\r") }
                try await desk.reads(.line("a")) { $0.type("ab\u{1B}[D\u{04}\r") }
                try await desk.reads(.endOfFile) { $0.type("\u{04}") }
            }
        }

        @Test("Ctrl-J starts another row, and one Enter sends them all")
        func newline() async throws {
            try await withDesk { desk in
                try await desk.reads(.line("one\ntwo")) { terminal in
                    terminal.type("one\ntwo")
                    try await terminal.waits(forRows: ["> one", "two"])
                    terminal.type("\r")
                }
            }
        }

        @Test("interrupt() discards the line, and the next prompt is on a new row")
        func interrupt() async throws {
            try await withDesk { desk in
                try await desk.reads(.interrupted) { terminal in
                    terminal.type("never sent\nnor this")
                    try await terminal.waits(forRows: ["> never sent", "nor this"])
                    desk.editor.interrupt()
                }
                try await desk.reads(.line("next")) { $0.type("next\r") }
                try await desk.terminal.waits(forRows: ["> never sent", "nor this^C", "> next"])
            }
        }

        @Test("interrupt() between two lines is kept, once, for takeInterruption()")
        func interruptAfterwards() async throws {
            try await withDesk { desk in
                #expect(!desk.editor.takeInterruption())
                try await desk.reads(.line("a")) { $0.type("a\r") }
                desk.editor.interrupt()
                #expect(desk.editor.takeInterruption())
                #expect(!desk.editor.takeInterruption())
                desk.editor.interrupt()
                try await desk.reads(.line("b")) { $0.type("b\r") }
                #expect(!desk.editor.takeInterruption())
            }
        }

        @Test("interrupt() ends a search too, without affecting the next line")
        func interruptElsewhere() async throws {
            try await withDesk { desk in
                desk.editor.interrupt()
                desk.editor.remember("an old question")
                try await desk.reads(.interrupted) { terminal in
                    terminal.type("\u{12}old")
                    try await terminal.waits(for: "the search") { $0.rows.joined().contains("bck:old") }
                    desk.editor.interrupt()
                }
                try await desk.reads(.line("next")) { $0.type("next\r") }
            }
        }

        @Test("the person's own key bindings apply")
        func settings() async throws {
            try await withDesk { configuration, folder in
                configuration.settingsFile = folder + "/editrc"
                try "bind ^T ed-move-to-beg\n".write(
                    toFile: folder + "/editrc", atomically: true, encoding: .utf8)
            } _: { desk in
                try await desk.reads(.line("abc")) { $0.type("bc\u{14}a\r") }
            }
        }

        @Test("lines work on a terminal without control sequences")
        func dumb() async throws {
            try await withDesk { configuration, _ in
                configuration.terminalType = "dumb"
            } _: { desk in
                try await desk.reads(.line("hello!")) { terminal in
                    terminal.type("hello")
                    try await terminal.waits(forRow: "> hello")
                    desk.editor.print("an event")
                    try await terminal.waits(for: "event and line") {
                        $0.rows.suffix(2) == ["an event", "> hello"]
                    }
                    terminal.type("!\r")
                }
                #expect(!desk.terminal.picture.transcript.contains(0x1B))
            }
        }

        @Test("`edit off` in the settings leaves editing to the terminal, and lines still arrive")
        func withoutEditing() async throws {
            try await withDesk { configuration, folder in
                configuration.settingsFile = folder + "/editrc"
                try "edit off\n".write(toFile: folder + "/editrc", atomically: true, encoding: .utf8)
            } _: { desk in
                try await desk.reads(.line("plain")) { $0.type("plain\r") }
                #expect(desk.terminal.isCooked)
                try await desk.reads(.interrupted) { _ in desk.editor.interrupt() }
                try await desk.reads(.endOfFile) { $0.type("\u{04}") }
                // Each prompt is on a row of its own.
                try await desk.terminal.waits(for: "three rows with a prompt") {
                    $0.rows.prefix(3) == ["> plain", ">", ">"]
                }
            }
        }
    }
}
