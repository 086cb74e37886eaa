import Foundation
import LineEditor
import TestSupport
import Testing

extension OnATerminal {
    @Suite("vi mode")
    struct ViModeTests {
        private func withVi(_ body: (Desk) async throws -> Void) async throws {
            try await withDesk { configuration, folder in
                configuration.settingsFile = folder + "/editrc"
                try "bind -v\n".write(toFile: folder + "/editrc", atomically: true, encoding: .utf8)
            } _: { desk in
                try await body(desk)
            }
        }

        @Test("commands after Escape, Tab and Ctrl-J work")
        func commands() async throws {
            try await withVi { desk in
                try await desk.reads(.line("Zask x\ny")) { $0.type("as\tx\ny\u{1B}0iZ\r") }
                try await desk.reads(.line("Abc")) { terminal in
                    terminal.type("bc\u{1B}")
                    try await terminal.waits(for: "command mode") { $0.beforeCursor == "> b" }
                    terminal.type("0iA\r")
                }
            }
        }

        @Test("a paste is one text, in insert and command mode")
        func paste() async throws {
            try await withVi { desk in
                try await desk.reads(.line("x one\n:quit\nthree y")) { terminal in
                    terminal.type("x ")
                    terminal.paste("one\n:quit\nthree\n")
                    terminal.type(" y\r")
                }
                try await desk.reads(.line("apasted\ntextb")) { terminal in
                    terminal.type("ab\u{1B}")
                    try await terminal.waits(for: "command mode") { $0.beforeCursor == "> a" }
                    terminal.paste("pasted\ntext")
                    try await terminal.waits(for: "the paste") { $0.rows.last == "textb" }
                    terminal.type("\r")
                }
            }
        }

        @Test("arrows, Home and Delete don't end in command mode, and recall entries")
        func arrows() async throws {
            try await withVi { desk in
                desk.editor.remember("how many")
                desk.editor.remember("which")
                try await desk.reads(.line("how any!")) { terminal in
                    terminal.type("h\u{1B}OA")
                    try await terminal.waits(for: "the entry") { $0.beforeCursor == "> how many" }
                    terminal.type("\u{1B}[D\u{1B}[D\u{1B}[D\u{1B}[D\u{1B}[3~\u{1B}[F!\r")
                }
                try await desk.reads(.line("which")) { $0.type("\u{1B}k\r") }
            }
        }

        @Test("v opens the text in an editor")
        func editor() async throws {
            try await withVi { desk in
                try await desk.reads(.forEditor("how")) { terminal in
                    terminal.type("how\u{1B}")
                    try await terminal.waits(for: "command mode") { $0.beforeCursor == "> ho" }
                    terminal.type("v")
                }
            }
        }
    }
}
