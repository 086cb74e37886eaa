import LineEditor
import TestSupport
import Testing

extension OnATerminal {
    @Suite("opening a line in a text editor")
    struct ForEditorTests {
        @Test("Ctrl-X Ctrl-E returns the text and erases its rows")
        func leaves() async throws {
            try await withDesk { desk in
                try await desk.reads(.forEditor("one\ntwo")) { terminal in
                    desk.editor.print("above")
                    terminal.paste("one\ntwo")
                    terminal.type("\u{18}\u{05}")
                }
                try await desk.terminal.waits(forRows: ["above"])
                try await desk.reads(.forEditor("")) { $0.type("\u{18}\u{05}") }
                try await desk.reads(.line("next")) { $0.type("next\r") }
            }
        }

        @Test("a line can start with a text of several rows, to be edited and sent")
        func begins() async throws {
            try await withDesk { desk in
                let editor = desk.editor
                async let reading = editor.line(prompt: "> ", text: "one\n:quit")
                try await desk.terminal.waits(for: "the text") { picture in
                    picture.rows == ["> one", ":quit"] && picture.beforeCursor == ":quit"
                }
                desk.terminal.type("!\r")
                #expect(try await reading == .line("one\n:quit!"))
                try await desk.reads(.line("")) { $0.type("\r") }
            }
        }
    }
}
