import LineEditor
import TestSupport
import Testing

extension OnATerminal {
    @Suite("paste")
    struct PasteTests {
        @Test("several rows are one text, shown, editable, and sent with one Enter")
        func rows() async throws {
            try await withDesk { desk in
                try await desk.reads(.line("one\n:two\n\tthree!")) { terminal in
                    #expect(terminal.picture.bracketsPastes)
                    terminal.paste("one\n:two\n\tthree\n")
                    try await terminal.waits(forRows: ["> one", ":two", "        three"])
                    terminal.type("!\r")
                }
            }
        }

        @Test("a pasted row with a final newline isn't sent")
        func oneRow() async throws {
            try await withDesk { desk in
                try await desk.reads(.line("a question?")) { terminal in
                    terminal.paste("a question\n")
                    try await terminal.waits(forRow: "> a question")
                    terminal.type("?\r")
                }
            }
        }

        @Test("rows may end with LF, CR LF or CR", arguments: ["\n", "\r\n", "\r"])
        func newlines(newline: String) async throws {
            try await withDesk { desk in
                try await desk.reads(.line("a\n\nb")) {
                    $0.type("\u{1B}[200~" + ["a", "", "b", ""].joined(separator: newline) + "\u{1B}[201~\r")
                }
            }
        }

        @Test("keys right after a paste work, and so does a second paste")
        func behind() async throws {
            try await withDesk { desk in
                try await desk.reads(.line("abc日d")) { terminal in
                    terminal.type("\u{1B}[200~a\u{1B}[201~b\u{1B}[200~c日\u{1B}[201~d\r")
                }
                try await desk.reads(.line("next")) { $0.type("next\r") }
            }
        }

        @Test("a large paste arrives completely")
        func large() async throws {
            let text = (1...5000).map { "row \($0) with ünïcödé" }.joined(separator: "\n")
            try await withDesk { desk in
                try await desk.reads(.line(text)) { terminal in
                    terminal.paste(text)
                    terminal.type("\r")
                }
            }
        }

        @Test("Ctrl-C ends a paste without an end")
        func unfinished() async throws {
            try await withDesk { desk in
                try await desk.reads(.interrupted) { terminal in
                    terminal.type("x\u{1B}[200~lost")
                    try await terminal.waits(forRow: "> x")
                    try await eventually("all keys are read") { terminal.unreadKeys == 0 }
                    desk.editor.interrupt()
                }
                try await desk.reads(.line("next")) { $0.type("next\r") }
            }
        }

        @Test("a paste between two lines becomes one text of the next line")
        func ahead() async throws {
            try await withDesk { desk in
                try await desk.reads(.line("first")) { $0.type("first\r") }
                desk.terminal.paste("one\ntwo")
                async let second = desk.line()
                try await desk.terminal.waits(forRows: ["> first", "> one", "two"])
                desk.terminal.type("\r")
                #expect(try await second == .line("one\ntwo"))
            }
        }
    }
}
