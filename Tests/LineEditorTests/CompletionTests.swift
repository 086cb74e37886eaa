import LineEditor
import TestSupport
import Testing

extension OnATerminal {
    @Suite("completion")
    struct CompletionTests {
        @Test("a single candidate is inserted at the cursor, with a space if it is final")
        func unique() async throws {
            try await withDesk { desk in
                try await desk.reads(.line("ask why")) { $0.type("as\twhy\r") }
                try await desk.reads(.line("größe=3")) { $0.type("gr\t3\r") }
                // No second space.
                try await desk.reads(.line("ask why")) { $0.type("as why" + left(4) + "\t\r") }
            }
        }

        @Test("several candidates insert their common prefix, then are listed with notes; the line stays")
        func several() async throws {
            try await withDesk(columns: 60) { desk in
                try await desk.reads(.line("data_quality x")) { terminal in
                    terminal.type("da x" + left(2) + "\t")
                    try await terminal.waits(for: "the common part") { $0.beforeCursor == "> data_" }
                    terminal.type("\t")
                    try await terminal.waits(for: "the list") { picture in
                        picture.beforeCursor == "> data_"
                            && picture.rows == [
                                "> data_ x", "data_engineering  Writes ^[[31mSQL", "data_quality",
                                "> data_ x",
                            ]
                    }
                    terminal.type("q\t\r")
                }
            }
        }

        @Test("the list appears below all rows of a text")
        func belowRows() async throws {
            try await withDesk(columns: 60) { desk in
                try await desk.reads(.line("data_ \nsecond")) { terminal in
                    terminal.type("data_ \nsecond" + left(8) + "\t")
                    try await terminal.waits(for: "the list") { picture in
                        picture.rows == [
                            "> data_", "second", "data_engineering  Writes ^[[31mSQL", "data_quality",
                            "> data_",
                            "second",
                        ] && picture.row == 4
                    }
                    terminal.type("\r")
                }
            }
        }

        @Test("without candidates, the bell rings and the line stays")
        func none() async throws {
            try await withDesk { desk in
                try await desk.reads(.line("zebra")) { terminal in
                    terminal.type("zeb\t")
                    try await terminal.waits(for: "the bell") { $0.bells == 1 }
                    terminal.type("ra\r")
                }
            }
        }

        @Test("with a hundred candidates or more, y lists them all, any other key none; the line stays")
        func many() async throws {
            try await withDesk(rows: 12, columns: 40) { configuration, _ in
                configuration.complete = { _ in
                    CompletionAnswer(replacing: 1, candidates: (101...232).map { Candidate(text: "n\($0)") })
                }
            } _: { desk in
                let question = "Display all 132 possibilities? (y or n)"
                try await desk.reads(.line("n2")) { terminal in
                    terminal.type("n\t")
                    try await terminal.waits(forRow: question)
                    desk.editor.print("an event")
                    try await terminal.waits(for: "the event above the question") {
                        $0.rows.suffix(2) == ["an event", question]
                    }
                    terminal.type("x")
                    try await terminal.waits(for: "no list") { picture in
                        picture.beforeCursor == "> n" && !picture.rows.contains { $0.contains("n101") }
                    }
                    terminal.type("\t")
                    try await terminal.waits(for: "the question again") { $0.beforeCursor == question }
                    terminal.type("y")
                    try await terminal.waits(for: "the end of the list") { picture in
                        picture.beforeCursor == "> n" && picture.rows.contains { $0.hasSuffix("n232") }
                    }
                    #expect(String(decoding: terminal.picture.transcript, as: UTF8.self).contains("n101"))
                    terminal.type("2\r")
                }
            }
        }

        @Test("a list taller than the screen asks first; Ctrl-C at the question ends the line")
        func tall() async throws {
            try await withDesk(rows: 6) { configuration, _ in
                configuration.complete = { _ in
                    CompletionAnswer(
                        replacing: 0, candidates: (1...5).map { Candidate(text: "\($0)", note: "note") })
                }
            } _: { desk in
                try await desk.reads(.interrupted) { terminal in
                    terminal.type("x\t")
                    try await terminal.waits(forRow: "Display all 5 possibilities? (y or n)")
                    desk.editor.interrupt()
                }
                try await desk.reads(.line("on")) { $0.type("on\r") }
            }
        }

        private func left(_ count: Int) -> String { String(repeating: "\u{1B}[D", count: count) }
    }
}
