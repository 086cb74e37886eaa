import LineEditor
import Testing

extension OnATerminal {
    @Suite("completion")
    struct CompletionTests {
        @Test("the only candidate is inserted, with a space if it is final, wherever the cursor is")
        func unique() async throws {
            try await withDesk { desk in
                try await desk.reads(.line("ask why")) { $0.type("as\twhy\r") }
                try await desk.reads(.line("größe=3")) { $0.type("gr\t3\r") }
                // No second space.
                try await desk.reads(.line("ask why")) { $0.type("as why" + left(4) + "\t\r") }
            }
        }

        @Test("of several what they share is inserted; then they are listed, with notes, and the line stays")
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

        @Test("the list stands below all rows of a text")
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

        @Test("nothing fits: the bell, and the line stays")
        func none() async throws {
            try await withDesk { desk in
                try await desk.reads(.line("zebra")) { terminal in
                    terminal.type("zeb\t")
                    try await terminal.waits(for: "the bell") { $0.bells == 1 }
                    terminal.type("ra\r")
                }
            }
        }

        private func left(_ count: Int) -> String { String(repeating: "\u{1B}[D", count: count) }
    }
}
