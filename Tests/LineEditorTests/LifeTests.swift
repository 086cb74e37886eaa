import LineEditor
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension OnATerminal {
    @Suite("a life with a process")
    struct LifeTests {
        @Test("cancelling the task ends the line at once, and leaves the terminal sane")
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
                // And the editor goes on.
                try await desk.reads(.line("next")) { $0.type("next\r") }
            }
        }

        @Test(
            "a line that waits for its turn can be cancelled, and a task that is cancelled already reads none"
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

        @Test("a terminal that vanishes is the end", arguments: ["", "half a line"])
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

        @Test("what is typed between two lines is kept, unseen, for the next, as keys")
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

        @Test("Ctrl-C stays a signal, in a line and between two")
        func signals() async throws {
            try await withDesk { desk in
                try await desk.reads(.line("x")) { terminal in
                    #expect(terminal.modes.c_lflag & tcflag_t(ISIG) != 0)
                    terminal.type("x\r")
                }
                #expect(desk.terminal.modes.c_lflag & tcflag_t(ISIG) != 0)
            }
        }

        @Test("release() and close() give the terminal its own modes, with the keys that nobody read")
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

        @Test("after a stop the editor takes the terminal again")
        func resume() async throws {
            try await withDesk { desk in
                let cooked = desk.terminal.modes
                try await desk.reads(.line("typed before, and after")) { terminal in
                    terminal.type("typed before")
                    try await terminal.waits(forRow: "> typed before")
                    // What a shell does when it gets the terminal, and when it gives it back.
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

        @Test("closing ends the line that is read, and later ones, and can be done twice")
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

        @Test("an editor that nobody holds any more gives the terminal back")
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

        @Test("without a terminal there is no editor, and the reason is a sentence")
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

        @Test("two editors on two terminals don't mind each other")
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
