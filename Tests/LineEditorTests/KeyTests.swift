import Foundation
import LineEditor
import TestSupport
import Testing

extension OnATerminal {
    @Suite("keys")
    struct KeyTests {
        @Test(
            "move, delete and break the row in the dialects of all terminals",
            arguments: [
                ("\u{1B}[1;5D", "one two |three"), ("\u{1B}[1;3D\u{1B}[1;3D", "one |two three"),
                ("\u{1B}\u{1B}[D", "one two |three"), ("\u{1B}Od", "one two |three"),
                ("\u{1B}[H\u{1B}[1;5C", "one| two three"), ("\u{1B}[1~", "|one two three"),
                ("\u{1B}[7~", "|one two three"), ("\u{1B}OH", "|one two three"),
                ("\u{1B}[H\u{1B}[4~", "one two three|"),
                ("\u{1B}[H\u{1B}[3~", "|ne two three"), ("\u{1B}[3~", "one two three|"),
                ("\u{1B}[H\u{1B}[3;5~", "| two three"), ("\u{1B}[H\u{1B}d", "| two three"),
                ("\u{1B}\u{7F}", "one two |"), ("\u{1B}f", "one two three|"), ("\u{1B}b", "one two |three"),
                ("\u{1B}\r", "one two three\n|"), ("\u{1B}[13;2u", "one two three\n|"),
                ("\u{1B}[27;2;13~", "one two three\n|"), ("\u{1B}[1;2D", "one two thre|e"),
            ])
        func known(keys: String, text: String) async throws {
            try await withDesk { desk in
                try await desk.reads(.line(text)) { $0.type("one two three" + keys + "|\r") }
            }
        }

        @Test(
            "without a meaning, and the terminal's responses, change nothing",
            arguments: ["xterm", "tmux-256color"])
        func unknown(terminal: String) async throws {
            let sequences = [
                "[1;5A", "[2~", "[15~", "[24;5~", "OP", "[[A", "[Z", "[I", "[O", "[57441;2u", "[?64;1;2c",
                "[24;80R",
                "[<0;10;5M", "]11;rgb:0000/0000/0000\u{1B}\\", "]0;a title\u{7}", "P>|XTerm(370)\u{1B}\\",
                "_Gi=1;OK\u{1B}\\", "[201~",
            ]
            try await withDesk { configuration, _ in
                configuration.terminalType = terminal
            } _: { desk in
                let keys = sequences.map { "x\u{1B}" + $0 }.joined()
                try await desk.reads(.line(String(repeating: "x", count: sequences.count) + "|")) {
                    $0.type(keys + "|\r")
                }
            }
        }

        @Test("work when their bytes arrive one by one")
        func pieces() async throws {
            try await withDesk { desk in
                try await desk.reads(.line("one |two!")) { terminal in
                    for byte in "one two\u{1B}[1;5D|\u{1B}[15~\u{1B}[4~!\r".utf8 {
                        terminal.type([byte])
                        try await eventually("the byte is read") { terminal.unreadKeys == 0 }
                    }
                }
            }
        }

        @Test("typed ahead work in the next line")
        func ahead() async throws {
            try await withDesk { desk in
                try await desk.reads(.line("first")) {
                    $0.type("first\rone two\u{1B}[1;5D|\u{1B}[15~\u{1B}[F!\r")
                }
                #expect(try await desk.line() == .line("one |two!"))
            }
        }

        @Test("whose sequence never ends don't block the next key, or input after Ctrl-C")
        func unfinished() async throws {
            try await withDesk { desk in
                try await desk.reads(.line("aé")) { $0.type("a\u{1B}[1;\u{1B}[1;é\r") }
                try await desk.reads(.interrupted) { terminal in
                    terminal.type("a\u{1B}[1;")
                    try await terminal.waits(forRow: "> a")
                    try await eventually("the bytes are read") { terminal.unreadKeys == 0 }
                    desk.editor.interrupt()
                }
                try await desk.reads(.line("next")) { $0.type("next\r") }
            }
        }

        @Test("bound in the person's settings take precedence, also for unknown sequences")
        func settings() async throws {
            try await withSettings(
                #"""
                bind "\e[1;5D" ed-move-to-beg
                bind "\e[A" ed-move-to-end
                bind "\e[[A" ed-prev-char
                bind "\eOP" ed-prev-word
                bind -s "\e[15~" "typed"
                """#
            ) { desk in
                desk.editor.remember("never shown")
                try await desk.reads(.line("|one two")) { $0.type("one two\u{1B}[1;5D|\r") }
                try await desk.reads(.line("one two|")) { $0.type("one two\u{1B}[D\u{1B}[A|\r") }
                try await desk.reads(.line("one tw|o")) { $0.type("one two\u{1B}[[A|\r") }
                try await desk.reads(.line("one |two")) { $0.type("one two\u{1B}OP|\r") }
                try await desk.reads(.line("one typed|")) { $0.type("one \u{1B}[15~|\r") }
                try await desk.reads(.line("one|")) { $0.type("one\u{1B}[17~|\r") }
            }
        }

        @Test("work in vi mode: the person's bindings, ours, and unknown ones without a trace")
        func viSettings() async throws {
            try await withSettings("bind -v\nbind \"\\e[15~\" ed-move-to-beg\n") { desk in
                try await desk.reads(.line("|one two")) { $0.type("one two\u{1B}[15~|\r") }
                try await desk.reads(.line("one |two!")) {
                    $0.type("one two\u{1B}[1;5D|\u{1B}[17~\u{1B}[1;5A\u{1B}[F!\r")
                }
            }
        }

        @Test("move by words in vi mode, and Delete works at the end and on an empty line")
        func vi() async throws {
            try await withSettings("bind -v\n") { desk in
                try await desk.reads(.line("one |two!")) {
                    $0.type("\u{1B}[3~one two\u{1B}[3~\u{1B}[1;5D|\u{1B}[17~\u{1B}]0;x\u{7}\u{1B}[F!\r")
                }
                try await desk.reads(.line("x")) { $0.type("one\u{1B}\u{1B}[Hi\u{1B}Dix\r") }
                try await desk.reads(.line("x|one")) { terminal in
                    terminal.type("one\u{1B}")
                    try await terminal.waits(for: "command mode") { $0.beforeCursor == "> on" }
                    terminal.type("\u{1B}[17~\u{1B}[1~i|\u{1B}[Hx\r")
                }
            }
        }

        @Test("end a history search, and act on its result")
        func search() async throws {
            try await withDesk { desk in
                desk.editor.remember("an old question")
                try await desk.reads(.line("|an old question")) { terminal in
                    terminal.type("\u{12}old")
                    try await terminal.waits(for: "the search") { $0.rows.joined().contains("bck:old") }
                    terminal.type("\u{1B}[15~ q")
                    try await terminal.waits(for: "the search goes on") {
                        $0.rows.joined().contains("bck:old q")
                    }
                    terminal.type("\u{1B}[H|\r")
                }
            }
        }

        @Test("Page Up and Page Down recall entries that start the same")
        func pages() async throws {
            try await withDesk { desk in
                for entry in ["how many", "which", "how long\nand wide"] { desk.editor.remember(entry) }
                let (up, down) = ("\u{1B}[5~", "\u{1B}[6~")
                try await desk.reads(.line("how many!")) { $0.type("how" + up + up + "!\r") }
                try await desk.reads(.line("how long\nand wide!")) { $0.type("how" + up + up + down + "!\r") }
                try await desk.reads(.line("how!")) { $0.type("how" + up + down + "!\r") }
            }
        }

        @Test("after Ctrl-V are inserted as text, like any character")
        func quoted() async throws {
            try await withDesk { desk in
                try await desk.reads(.line("a\u{1B}[1;5Db")) { $0.type("a\u{16}\u{1B}[1;5Db\r") }
            }
        }

        @Test("from control characters beyond ASCII do nothing")
        func codes() async throws {
            try await withDesk { desk in
                try await desk.reads(.line("a\u{FFFD}b\u{FFFD}")) { $0.type("a\u{80}b\u{85}\r") }
            }
        }

        private func withSettings(_ settings: String, _ body: (Desk) async throws -> Void) async throws {
            try await withDesk { configuration, folder in
                configuration.settingsFile = folder + "/editrc"
                try settings.write(toFile: folder + "/editrc", atomically: true, encoding: .utf8)
            } _: { desk in
                try await body(desk)
            }
        }
    }
}
