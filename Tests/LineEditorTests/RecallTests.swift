import LineEditor
import TestSupport
import Testing

extension OnATerminal {
    @Suite("up and down")
    struct RecallTests {
        private let up = "\u{1B}[A"
        private let down = "\u{1B}[B"

        @Test(
            "recall only entries that start with the text before the cursor, and finally the original line")
        func prefix() async throws {
            try await withDesk { desk in
                for entry in ["how one", "which", "how (two)", "how (two)", "why"] {
                    desk.editor.remember(entry)
                }
                try await desk.reads(.line("ho!")) { terminal in
                    for (keys, text) in [
                        ("ho", "ho"), (up, "how (two)"), (up, "how one"), (up, "how one"),
                        (down, "how (two)"),
                        (down, "ho"), (down, "ho"),
                    ] {
                        terminal.type(keys)
                        try await terminal.waits(for: text) { $0.beforeCursor == "> " + text }
                    }
                    terminal.type("!\r")
                }
                try await desk.reads(.line("which")) { terminal in
                    terminal.type("wiped" + String(repeating: "\u{1B}[D", count: 4) + up + up)
                    try await terminal.waits(for: "the entry with w") { $0.beforeCursor == "> which" }
                    terminal.type("\r")
                }
            }
        }

        @Test("an edited entry is a new line, from which recalling starts again")
        func changed() async throws {
            try await withDesk { desk in
                for entry in ["alpha two", "beta", "alpha"] { desk.editor.remember(entry) }
                try await desk.reads(.line("alpha two")) { terminal in
                    terminal.type(up)
                    try await terminal.waits(for: "alpha") { $0.beforeCursor == "> alpha" }
                    terminal.type(" " + up)
                    try await terminal.waits(for: "alpha two") { $0.beforeCursor == "> alpha two" }
                    terminal.type("\r")
                }
            }
        }

        @Test("move between the rows of a text, but skip an entry just recalled")
        func rows() async throws {
            try await withDesk { desk in
                desk.editor.remember("older")
                desk.editor.remember("two\nrows")
                try await desk.reads(.line("onXe\n日本\nthree")) { terminal in
                    terminal.paste("one\n日本\nthree")
                    terminal.type(up + up)
                    try await terminal.waits(for: "the first row") { $0.beforeCursor == "> on" }
                    terminal.type("X" + down)
                    try await terminal.waits(for: "the second row") { $0.beforeCursor == "日本" }
                    terminal.type("\r")
                }
                try await desk.reads(.line("older")) { terminal in
                    terminal.type(up)
                    try await terminal.waits(for: "the two rows") { $0.beforeCursor == "rows" }
                    terminal.type(up)
                    try await terminal.waits(for: "the older one") { $0.beforeCursor == "> older" }
                    terminal.type("\r")
                }
            }
        }

        @Test("Ctrl-R recalls an entry of several rows completely")
        func searchRows() async throws {
            try await withDesk { desk in
                desk.editor.remember("first row\nsecond row\nthird")
                desk.editor.remember("another")
                try await desk.reads(.line("first row\nsecond row\nthird")) { terminal in
                    terminal.type("\u{12}second")
                    try await terminal.waits(for: "the entry") { $0.rows.contains("second row") }
                    terminal.type("\r")
                }
            }
        }

        @Test("history() returns everything, including entries from other editors of the file")
        func told() async throws {
            try await withDesk { configuration, folder in
                configuration.historyFile = folder + "/history"
            } _: { desk in
                #expect(await desk.editor.history() == [])
                desk.editor.remember("one\nrow two")
                #expect(await desk.editor.history() == ["one\nrow two"])
                try await withDesk(folder: desk.folder) { configuration, folder in
                    configuration.historyFile = folder + "/history"
                } _: { other in
                    other.editor.remember("from elsewhere")
                    #expect(await other.editor.history() == ["one\nrow two", "from elsewhere"])
                }
                #expect(await desk.editor.history() == ["one\nrow two", "from elsewhere"])
                #expect(
                    try LineEditor.history(inFile: desk.folder + "/history")
                        == ["one\nrow two", "from elsewhere"])
                #expect(try LineEditor.history(inFile: desk.folder + "/none") == [])
                #expect(throws: LineEditorError.self) { try LineEditor.history(inFile: desk.folder) }
                await desk.editor.close()
                #expect(await desk.editor.history() == [])
            }
        }

        @Test("without a file, history() returns this editor's entries")
        func inMemory() async throws {
            try await withDesk { desk in
                desk.editor.remember("only here")
                #expect(await desk.editor.history() == ["only here"])
            }
        }
    }
}
