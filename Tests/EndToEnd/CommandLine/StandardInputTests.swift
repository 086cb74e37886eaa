import Nx1Client
import TestSupport
import Testing

@Suite("The content of stdin")
struct StandardInputTests {
    /// Answers every question with 42 and returns the outcome, with the received questions.
    private func ask(_ input: [UInt8], _ arguments: String...) async throws -> (ProgramOutcome, [String]) {
        try await withScriptedServer(
            Route("POST /api/crews/run", .json(#"{"correlation_id":"run-1"}"#)),
            Route("GET /api/crews/results/", .json(#"{"status":"completed","result":"42"}"#))
        ) { server in
            let shell = try ShellProgram(host: server.host)
            let outcome = try await shell.run(arguments, input: .bytes(input))
            let questions = try server.requests.filter { $0.method == "POST" }.map {
                try JSONValue(parsing: $0.body)["task_input"]?["question"]?.string ?? ""
            }
            return (outcome, questions)
        }
    }

    private func ask(_ input: String) async throws -> (ProgramOutcome, [String]) {
        try await ask(Array(input.utf8))
    }

    @Test(
        "Line endings, a byte order mark and a missing final newline don't change the questions",
        arguments: [
            ("one\ntwo\n", ["one", "two"]), ("one\r\ntwo\r\n", ["one", "two"]), ("one\ntwo", ["one", "two"]),
            ("\u{FEFF}one\n", ["one"]), ("\u{FEFF}# a comment\r\n\r\n  \t\none", ["one"]),
            ("  blanks around \t\n", ["  blanks around \t"]), ("#no\n #yes\n", [" #yes"]),
            ("a\rb\n", ["a\rb"]), ("日本語 👩‍👩‍👧 e\u{301}\n", ["日本語 👩‍👩‍👧 e\u{301}"]), ("\\:x\n", [":x"]),
        ] as [(String, [String])])
    func endings(input: String, questions: [String]) async throws {
        let (outcome, asked) = try await ask(input)
        #expect(asked.map { Array($0.utf8) } == questions.map { Array($0.utf8) })
        #expect(outcome.output == String(repeating: "42\n", count: questions.count))
        #expect(outcome.errors == "")
        #expect(outcome.status == 0)
    }

    @Test("Empty stdin is reported but isn't a failure; closed stdin is one")
    func empty() async throws {
        let (outcome, asked) = try await ask("")
        #expect(asked == [])
        #expect(outcome.output == "")
        #expect(outcome.errors == "nx1sh: stdin is empty, so nothing was sent.\n")
        #expect(outcome.status == 0)
        let quiet = try await ShellProgram().run("-q")
        #expect(quiet.errors == "")
        let closed = try await ShellProgram().run(input: .closed)
        #expect(closed.errors == "nx1sh: Couldn't read stdin: it is closed.\n")
        #expect(closed.status == 2)
    }

    @Test(
        "A line that isn't text is rejected by number, and the others are sent",
        arguments: [
            ([0x61, 0x00, 0x62], "has a NUL byte at column 2."),
            ([0x61, 0xFF], "isn't valid UTF-8: unexpected byte 0xFF at column 2."),
            (
                [0xC3, 0xA9, 0xED, 0xA0, 0x80],
                "isn't valid UTF-8: unexpected byte 0xED at column 2."
            ),
        ] as [([UInt8], String)])
    func noText(line: [UInt8], reason: String) async throws {
        let (outcome, asked) = try await ask(Array("one\n".utf8) + line + Array("\nthree\n".utf8))
        #expect(asked == ["one", "three"])
        #expect(outcome.output == "42\n42\n")
        #expect(outcome.errors == "nx1sh: stdin:2: The line \(reason)\n")
        #expect(outcome.status == 2)
    }

    @Test("UTF-16 is rejected once, as a whole, with how to convert it", arguments: [true, false])
    func utf16(isLittleEndian: Bool) async throws {
        let mark: [UInt8] = isLittleEndian ? [0xFF, 0xFE] : [0xFE, 0xFF]
        let bytes = mark + "one\ntwo\n".utf8.flatMap { isLittleEndian ? [$0, 0] : [0, $0] }
        let (outcome, asked) = try await ask(bytes)
        #expect(asked == [])
        #expect(outcome.output == "")
        #expect(
            outcome.errors
                == "nx1sh: stdin:1: The line is UTF-16 text, but only UTF-8 is supported, so the "
                + "input was ignored. Convert it first, for example with `iconv -f UTF-16 -t UTF-8`.\n")
        #expect(outcome.status == 2)
    }

    @Test("A line of 10 MB arrives completely")
    func longLine() async throws {
        let line = String(repeating: "0123456789", count: 1_000_000)
        let (outcome, asked) = try await ask(line + "\nshort\n")
        #expect(asked.map(\.utf8.count) == [10_000_000, 5])
        #expect(asked.first == line)
        #expect(outcome.output == "42\n42\n")
        #expect(outcome.status == 0)
    }

    @Test("A line longer than 16 MiB is rejected by number, and the next one is sent")
    func tooLongLine() async throws {
        let (outcome, asked) = try await ask(
            [UInt8](repeating: 0x61, count: (16 << 20) + 1) + Array("\nb\n".utf8))
        #expect(asked == ["b"])
        #expect(outcome.errors == "nx1sh: stdin:1: The line is longer than 16 MiB.\n")
        #expect(outcome.status == 2)
    }

    @Test("A last line that ends in a backslash is rejected with its place, and not sent")
    func openContinuation() async throws {
        let (outcome, asked) = try await ask("one\ntwo\\\n")
        #expect(asked == ["one"])
        #expect(
            outcome.errors
                == "nx1sh: stdin:2: The line ends in a backslash, but no line follows; to end a line with a backslash, write `\\\\`.\n"
        )
        #expect(outcome.status == 2)
    }

    @Test("An unclosed block is rejected with its first line, and not sent")
    func openBlock() async throws {
        let (outcome, asked) = try await ask("one\n\"\"\"\ntwo\nthree\n")
        #expect(asked == ["one"])
        #expect(
            outcome.errors
                == "nx1sh: stdin:2: The line opens a block with \"\"\" that is never closed; end it with a line \"\"\".\n"
        )
        #expect(outcome.status == 2)
    }
}
