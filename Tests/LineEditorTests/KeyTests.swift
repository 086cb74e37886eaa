import Foundation
import LineEditor
import TestSupport
import Testing

extension OnATerminal {
    @Suite("keys")
    struct KeyTests {
        @Test(
            "move, delete and break the row, in the dialects of terminals",
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
            "without a meaning, and a terminal's answers, change nothing",
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

        @Test("are the same when their bytes come one by one")
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

        @Test("typed ahead are keys of the next line")
        func ahead() async throws {
            try await withDesk { desk in
                try await desk.reads(.line("first")) {
                    $0.type("first\rone two\u{1B}[1;5D|\u{1B}[15~\u{1B}[F!\r")
                }
                #expect(try await desk.line() == .line("one |two!"))
            }
        }

        @Test("that begin and never end don't keep the next one, nor what is typed after Ctrl-C")
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

        @Test("of a person's own settings go before ours, also those of no known key")
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

        @Test("in vi mode too: those of the settings, ours, and none that leaves a trace")
        func viSettings() async throws {
            try await withSettings("bind -v\nbind \"\\e[15~\" ed-move-to-beg\n") { desk in
                try await desk.reads(.line("|one two")) { $0.type("one two\u{1B}[15~|\r") }
                try await desk.reads(.line("one |two!")) {
                    $0.type("one two\u{1B}[1;5D|\u{1B}[17~\u{1B}[1;5A\u{1B}[F!\r")
                }
            }
        }

        @Test("in vi mode: words, Delete at the end and on an empty line, and unknown ones")
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

        @Test("end a search in the history, and do what they do on what it has found")
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

        @Test("Page Up and Page Down go through the entries that begin alike")
        func pages() async throws {
            try await withDesk { desk in
                for entry in ["how many", "which", "how long\nand wide"] { desk.editor.remember(entry) }
                let (up, down) = ("\u{1B}[5~", "\u{1B}[6~")
                try await desk.reads(.line("how many!")) { $0.type("how" + up + up + "!\r") }
                try await desk.reads(.line("how long\nand wide!")) { $0.type("how" + up + up + down + "!\r") }
                try await desk.reads(.line("how!")) { $0.type("how" + up + down + "!\r") }
            }
        }

        @Test("after Ctrl-V are text, as every character is")
        func quoted() async throws {
            try await withDesk { desk in
                try await desk.reads(.line("a\u{1B}[1;5Db")) { $0.type("a\u{16}\u{1B}[1;5Db\r") }
            }
        }

        @Test("a control character beyond ASCII is no key")
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
