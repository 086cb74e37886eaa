import LineEditor
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension OnATerminal {
    @Suite("the life of an editor")
    struct LifeTests {
        @Test("cancelling the task ends the line at once and restores the terminal")
        func cancel() async throws {
            try await withDesk { desk in
                let task = Task { try await desk.line() }
                try await desk.terminal.waits(forRow: "> ")
                desk.terminal.type("half")
                try await desk.terminal.waits(forRow: "> half")
                #expect(!desk.terminal.isCooked)
                task.cancel()
                await #expect(throws: CancellationError.self) { try await task.value }
                #expect(desk.terminal.isCooked)
                try await desk.terminal.waits(for: "a new row") {
                    $0.row == 1 && $0.column == 0 && !$0.bracketsPastes
                }
                // The editor still works afterwards.
                try await desk.reads(.line("next")) { $0.type("next\r") }
            }
        }

        @Test(
            "a line waiting for its turn can be cancelled, and a cancelled task reads none"
        )
        func cancelQueued() async throws {
            try await withDesk { desk in
                async let first = desk.line("first> ")
                try await desk.terminal.waits(forRow: "first> ")
                let second = Task { try await desk.line("second> ") }
                second.cancel()
                await #expect(throws: CancellationError.self) { try await second.value }
                desk.terminal.type("x\r")
                #expect(try await first == .line("x"))
                #expect(!desk.terminal.picture.rows.joined().contains("second"))
            }
        }

        @Test("a vanished terminal ends the input", arguments: ["", "half a line"])
        func vanished(typed: String) async throws {
            try await withDesk { desk in
                try await desk.reads(.endOfFile) { terminal in
                    terminal.type(typed)
                    try await terminal.waits(forRow: "> " + typed)
                    try await terminal.vanish()
                }
                #expect(try await desk.line() == .endOfFile)
            }
        }

        @Test("input between two lines is kept, unseen, for the next line, as keys")
        func typeAhead() async throws {
            try await withDesk { desk in
                try await desk.reads(.line("one")) { $0.type("one\r") }
                desk.terminal.type("twx\u{7F}o\rthr")
                desk.editor.print("busy")
                try await desk.terminal.waits(forRows: ["> one", "busy"])
                #expect(try await desk.line() == .line("two"))
                async let third = desk.line()
                try await desk.terminal.waits(forRow: "> thr")
                desk.terminal.type("ee\r")
                #expect(try await third == .line("three"))
                try await desk.terminal.waits(forRows: ["> one", "busy", "> two", "> three"])
            }
        }

        @Test("Ctrl-C is always a signal, in a line and between lines")
        func signals() async throws {
            try await withDesk { desk in
                try await desk.reads(.line("x")) { terminal in
                    #expect(terminal.modes.c_lflag & tcflag_t(ISIG) != 0)
                    terminal.type("x\r")
                }
                #expect(desk.terminal.modes.c_lflag & tcflag_t(ISIG) != 0)
            }
        }

        @Test("release() and close() restore the terminal's own modes, with unread keys")
        func release() async throws {
            try await withDesk { desk in
                let before = desk.terminal.modes
                try await desk.reads(.line("x")) { $0.type("x\r") }
                #expect(!desk.terminal.isCooked)
                await desk.editor.release()
                #expect(desk.terminal.isCooked)
                try await desk.reads(.line("y")) { $0.type("y\r") }
                #expect(!desk.terminal.isCooked)
                desk.terminal.type("for the next program\r")
                await desk.editor.close()
                let after = desk.terminal.modes
                #expect(after.c_lflag == before.c_lflag && after.c_iflag == before.c_iflag)
                #expect(after.c_oflag == before.c_oflag)
                var line = [UInt8](repeating: 0, count: 100)
                let count = read(desk.terminal.inner, &line, line.count)
                #expect(
                    String(decoding: line.prefix(max(0, count)), as: UTF8.self) == "for the next program\n")
                try await desk.terminal.waits(for: "plain pastes") { !$0.bracketsPastes }
            }
        }

        @Test("after a stop, the editor takes the terminal back")
        func resume() async throws {
            try await withDesk { desk in
                let cooked = desk.terminal.modes
                try await desk.reads(.line("typed before, and after")) { terminal in
                    terminal.type("typed before")
                    try await terminal.waits(forRow: "> typed before")
                    // A shell sets these modes when it takes the terminal, and restores them when it hands it over.
                    var modes = cooked
                    tcsetattr(terminal.inner, TCSADRAIN, &modes)
                    #expect(terminal.isCooked)
                    desk.editor.resume()
                    try await eventually("the editor's modes") { !terminal.isCooked }
                    terminal.type(", and after")
                    try await terminal.waits(forRow: "> typed before, and after")
                    terminal.type("\r")
                }
            }
        }

        @Test("close() ends the current line and later ones, and can be called twice")
        func closing() async throws {
            try await withDesk { desk in
                async let reading = desk.line()
                try await desk.terminal.waits(forRow: "> ")
                await desk.editor.close()
                #expect(try await reading == .endOfFile)
                #expect(try await desk.line() == .endOfFile)
                desk.editor.interrupt()
                desk.editor.remember("too late")
                await desk.editor.release()
                await desk.editor.close()
                #expect(desk.terminal.isCooked)
            }
        }

        @Test("releasing the last reference restores the terminal")
        func dropped() async throws {
            let terminal = try PseudoTerminal()
            var configuration = LineEditor.Configuration(program: "tests") { _ in
                .init(replacing: 0, candidates: [])
            }
            (configuration.input, configuration.output) = (terminal.inner, terminal.inner)
            configuration.settingsFile = "/dev/null"
            var editor: LineEditor? = try LineEditor(configuration)
            terminal.type("x\r")
            #expect(try await editor?.line(prompt: "> ") == .line("x"))
            editor = nil
            try await eventually("the terminal's own modes") { terminal.isCooked }
            try await terminal.end()
        }

        @Test("without a terminal, creating an editor fails with a sentence")
        func noTerminal() throws {
            var ends: [Int32] = [0, 0]
            #expect(pipe(&ends) == 0)
            var configuration = LineEditor.Configuration(program: "tests") { _ in
                .init(replacing: 0, candidates: [])
            }
            configuration.input = ends[0]
            let error = #expect(throws: LineEditorError.self) { try LineEditor(configuration) }
            #expect(
                error?.description
                    == "File descriptor \(ends[0]) isn't a terminal. The line editor needs a terminal."
            )
            for end in ends { close(end) }
        }

        @Test("two editors on two terminals don't affect each other")
        func two() async throws {
            try await withDesk { one in
                try await withDesk { other in
                    async let first = one.line("one> ")
                    async let second = other.line("other> ")
                    try await one.terminal.waits(forRow: "one> ")
                    try await other.terminal.waits(forRow: "other> ")
                    one.terminal.type("a\r")
                    other.terminal.type("b\r")
                    #expect(try await first == .line("a"))
                    #expect(try await second == .line("b"))
                }
            }
        }
    }
}
