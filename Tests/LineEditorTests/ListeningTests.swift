import LineEditor
import Synchronization
import TestSupport
import Testing

extension OnATerminal {
    @Suite("listening for a key between two lines")
    struct ListeningTests {
        @Test("reports each press of the key alone")
        func alone() async throws {
            try await withListening { desk, presses in
                for count in 1...3 {
                    desk.terminal.type("d")
                    try await presses.wait(for: Array(repeating: .pressed, count: count))
                }
            }
        }

        @Test(
            "keeps everything else, in order, for the next line",
            arguments: [
                ("x", "x"), ("data", "data"), ("dd orders", "dd orders"), ("Data", "Data"),
                ("größe d", "größe d"), ("xd", "xd"), ("dx\u{7F}d", "dd"),
                ("\u{1B}[200~dd\nd\u{1B}[201~", "dd\nd"),
            ])
        func text(typed: String, text: String) async throws {
            try await withListening { desk, presses in
                for byte in typed.utf8 { desk.terminal.type([byte]) }
                desk.terminal.type(" d\r")
                let line = try await desk.line()
                #expect(line == .line(text + " d"))
                let told = presses.all
                #expect(told.count { $0 == .pressed } == told.count { $0 == .takenBack })
            }
        }

        @Test("revokes a press if text follows soon")
        func takenBack() async throws {
            try await withListening { desk, presses in
                desk.terminal.type("d")
                try await presses.wait(for: [.pressed])
                desk.terminal.type("ata\r")
                #expect(try await desk.line() == .line("data"))
                #expect(presses.all == [.pressed, .takenBack])
            }
        }

        @Test("reports nothing if something was typed before")
        func before() async throws {
            try await withDesk { desk in
                try await desk.reads(.line("one")) { $0.type("one\r") }
                desk.terminal.type("d")
                try await eventually("the key") { desk.terminal.unreadKeys == 1 }
                let presses = Presses()
                desk.editor.listen(for: UInt8(ascii: "d"), presses.add)
                desk.terminal.type("d\r")
                #expect(try await desk.line() == .line("dd"))
                #expect(presses.all == [])
            }
        }

        @Test("passes the key to a line that starts at once")
        func atTheEnd() async throws {
            try await withListening { desk, presses in
                desk.terminal.type("d")
                desk.editor.stopListening()
                async let line = desk.line()
                try await desk.terminal.waits(forRow: "> d")
                desk.terminal.type("rop\r")
                #expect(try await line == .line("drop"))
                #expect(presses.all.count != 1)
            }
        }

        @Test("discards bytes it has read when the terminal's queue is discarded")
        func forgotten() async throws {
            try await withListening { desk, presses in
                desk.terminal.type("d")
                try await presses.wait(for: [.pressed])
                desk.terminal.type("x")
                try await presses.wait(for: [.pressed, .takenBack])
                desk.editor.forgetKeys()
                try await desk.reads(.line("y")) { $0.type("y\r") }
            }
        }

        @Test("ends with the terminal")
        func vanished() async throws {
            try await withListening { desk, presses in
                try await desk.terminal.vanish()
                #expect(try await desk.line() == .endOfFile)
                #expect(presses.all == [])
            }
        }

        private func withListening(_ body: @Sendable (Desk, Presses) async throws -> Void) async throws {
            try await withDesk { desk in
                try await desk.reads(.line("first")) { $0.type("first\r") }
                let presses = Presses()
                desk.editor.listen(for: UInt8(ascii: "d"), presses.add)
                try await body(desk, presses)
            }
        }
    }
}

/// Records the events.
private final class Presses: Sendable {
    private let told = Mutex<[LineEditor.KeyPress]>([])

    var all: [LineEditor.KeyPress] { told.withLock { $0 } }

    func add(_ press: LineEditor.KeyPress) {
        told.withLock { $0.append(press) }
    }

    func wait(for expected: [LineEditor.KeyPress]) async throws {
        try await eventually("\(expected)") { self.all == expected }
    }
}
