import LineEditor
import TestSupport
import Testing

extension OnATerminal {
    @Suite("printing and drawing")
    struct PrintingTests {
        @Test("text appears above the prompt, and the typed line stays with its cursor")
        func above() async throws {
            try await withDesk { desk in
                try await desk.reads(.line("question 日?")) { terminal in
                    terminal.type("question 日" + "\u{1B}[D")
                    try await terminal.waits(forRow: "> question ")
                    desk.editor.print("agent started\ntool called")
                    desk.editor.print("done\n")
                    try await terminal.waits(for: "the text above") { picture in
                        picture.rows == ["agent started", "tool called", "done", "> question 日"]
                            && picture.beforeCursor == "> question "
                    }
                    terminal.type("\u{1B}[C?\r")
                }
            }
        }

        @Test(
            "a text of several rows, by newlines or length, moves down completely",
            arguments: [
                ("one\ntwo\nthree", ["> one", "two", "three"]),
                ("0123456789012345678901234567", ["> 012345678901234567", "8901234567"]),
                // Full rows, wide characters that don't fit, tabs.
                ("012345678901234567", ["> 012345678901234567"]),
                ("01234567890123456日x", ["> 01234567890123456", "日x"]),
                ("a\tb\tccccccc", ["> a     b       cccc", "ccc"]),
            ])
        func aboveRows(text: String, rows: [String]) async throws {
            try await withDesk(columns: 20) { desk in
                try await desk.reads(.line(text)) { terminal in
                    terminal.paste(text)
                    try await terminal.waits(forRows: rows)
                    desk.editor.print("event")
                    try await terminal.waits(forRows: ["event"] + rows)
                    // Also with the cursor in the middle.
                    terminal.type("\u{01}\u{06}")
                    try await terminal.waits(for: "the cursor near the start") {
                        $0.row == 1 && $0.column == 3
                    }
                    desk.editor.print("more")
                    try await terminal.waits(forRows: ["event", "more"] + rows)
                    terminal.type("\r")
                }
            }
        }

        @Test("without a line, text is printed directly")
        func outside() async throws {
            try await withDesk { desk in
                desk.editor.print("before")
                try await desk.terminal.waits(forRows: ["before"])
                try await desk.reads(.line("x")) { $0.type("x\r") }
                desk.editor.print("after")
                try await desk.terminal.waits(forRows: ["before", "> x", "after"])
                #expect(desk.terminal.picture.column == 0)
            }
        }

        @Test("an announcement waits for a line and appears above it")
        func announcement() async throws {
            try await withDesk { desk in
                desk.editor.announce("early")
                desk.editor.print("printed")
                try await desk.terminal.waits(forRows: ["printed"])
                try await desk.reads(.line("x")) { terminal in
                    try await terminal.waits(for: "the announcement") {
                        $0.rows == ["printed", "early", ">"]
                    }
                    desk.editor.announce("late")
                    try await terminal.waits(for: "another") { $0.rows == ["printed", "early", "late", ">"] }
                    terminal.type("x\r")
                }
            }
        }

        @Test("all text printed while a line is read appears, before or after the line's end")
        func nothingLost() async throws {
            try await withDesk(rows: 400) { desk in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask {
                        for number in 1...300 { desk.editor.print("event \(number).") }
                    }
                    for _ in 1...5 { try await desk.reads(.line("x")) { $0.type("x\r") } }
                    try await group.waitForAll()
                }
                try await desk.terminal.waits(for: "all events") { picture in
                    picture.rows.filter { $0.hasPrefix("event ") && $0.hasSuffix(".") }.count == 300
                        && picture.rows.filter { $0 == "> x" }.count == 5
                }
            }
        }

        @Test("after resizing, the line is redrawn for the new size")
        func resize() async throws {
            try await withDesk(columns: 40) { desk in
                try await desk.reads(.line("0123456789012345678901234567!")) { terminal in
                    terminal.type("0123456789012345678901234567")
                    try await terminal.waits(forRows: ["> 0123456789012345678901234567"])
                    terminal.resize(rows: 10, columns: 20)
                    desk.editor.resize()
                    try await terminal.waits(forRows: ["> 012345678901234567", "8901234567"])
                    terminal.resize(rows: 10, columns: 60)
                    desk.editor.resize()
                    try await terminal.waits(forRows: ["> 0123456789012345678901234567"])
                    terminal.type("!\r")
                }
            }
        }

        @Test("a prompt can't control the terminal, and may contain any letters")
        func prompt() async throws {
            try await withDesk { desk in
                async let reading = desk.line("é\u{1B}[31m\n> ")
                try await desk.terminal.waits(forRow: "é^[[31m^J> ")
                desk.terminal.type("x\r")
                #expect(try await reading == .line("x"))
            }
        }
    }
}
