import LineEditor
import TestSupport
import Testing

extension OnATerminal {
    @Suite("up and down")
    struct RecallTests {
        private let up = "\u{1B}[A"
        private let down = "\u{1B}[B"

        @Test(
            "give only entries that begin like what stands before the cursor, and at last the line as it was")
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

        @Test("an entry that was changed is a line of its own: the way begins anew from it")
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

        @Test("go from row to row in a text of several; an entry just recalled is gone past whole")
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

        @Test("Ctrl-R brings back an entry of several rows whole")
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

        @Test("the history is told whole, with what other editors of the file have added")
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

        @Test("without a file the history is what this editor has")
        func inMemory() async throws {
            try await withDesk { desk in
                desk.editor.remember("only here")
                #expect(await desk.editor.history() == ["only here"])
            }
        }
    }
}
