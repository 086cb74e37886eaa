import ShellInput
import Testing

@Suite("Lines become statements")
struct StatementParserTests {
    @Test(
        "One line is one statement",
        arguments: [
            ("How many orders shipped late?", .text("How many orders shipped late?")),
            ("  indented", .text("  indented")),
            (" :no command", .text(" :no command")),
            ("\\:a colon", .text(":a colon")),
            ("ends with one \\\\", .text("ends with one \\")),
            ("ends with two \\\\\\\\", .text("ends with two \\\\")),
            ("a \\ in the middle", .text("a \\ in the middle")),
            (":status", .command(name: "status", arguments: "")),
            (":?", .command(name: "?", arguments: "")),
            (":crew  ask  two  words ", .command(name: "crew", arguments: "ask  two  words")),
            (":set\tkey=1", .command(name: "set", arguments: "key=1")),
            (
                ":crew ask what does \"\"\" mean?",
                .command(name: "crew", arguments: "ask what does \"\"\" mean?")
            ),
            ("\"\"\"one line\"\"\"", .text("one line")),
            ("\"\"\":one line\"\"\"  ", .text(":one line")),
        ] as [(String, Statement.Content)])
    func oneLine(line: String, content: Statement.Content) {
        for mode in [StatementParser.Mode.script, .prompt] {
            var parser = StatementParser(mode: mode)
            #expect(parser.feed(line, number: 3) == .statement(Statement(line: 3, content: content)))
            #expect(!parser.isInside)
            #expect(parser.finish() == .nothing)
        }
    }

    @Test(
        "Several lines are one statement, which starts at the first",
        arguments: [
            (["\"\"\"", "one", "two", "\"\"\""], .text("one\ntwo")),
            (["\"\"\"one", "", "  two\"\"\""], .text("one\n\n  two")),
            (["\"\"\"", "", "one", "", "\"\"\""], .text("\none\n")),
            (["  \"\"\"  ", "indented quotes", "  \"\"\"\t"], .text("indented quotes")),
            (["\"\"\"", ":quit", "# no comment", "a \\", "\"\"\""], .text(":quit\n# no comment\na \\")),
            (["one \\", "two\\", "three"], .text("one \ntwo\nthree")),
            (["one\\", "# two\\", ""], .text("one\n# two\n")),
            (["one\\", ":two"], .text("one\n:two")),
            (["one\\", "\"\"\" three"], .text("one\n\"\"\" three")),
            (["\\:one\\", "two"], .text(":one\ntwo")),
            ([":set a=1 \\", "b=2"], .command(name: "set", arguments: "a=1 \nb=2")),
            (
                [":crew ask \"\"\"", "one", "\"\"\""],
                .command(name: "crew", arguments: "ask \"\"\"\none\n\"\"\"")
            ),
            (
                [":crew ask \"\"\"one", "two\\", "three\"\"\""],
                .command(name: "crew", arguments: "ask \"\"\"one\ntwo\\\nthree\"\"\"")
            ),
            (
                [":crew ask \\", "\"\"\"", "one", "\"\"\""],
                .command(name: "crew", arguments: "ask \n\"\"\"\none\n\"\"\"")
            ),
        ] as [([String], Statement.Content)])
    func severalLines(lines: [String], content: Statement.Content) {
        var parser = StatementParser(mode: .script)
        for (index, line) in lines.enumerated().dropLast() {
            #expect(parser.feed(line, number: 5 + index) == .more)
            #expect(parser.isInside)
        }
        let last = parser.feed(lines.last ?? "", number: 5 + lines.count)
        #expect(last == .statement(Statement(line: 5, content: content)))
        #expect(!parser.isInside)
    }

    @Test("A script skips blank lines and comments; a prompt skips only blank lines")
    func skipped() {
        var script = StatementParser(mode: .script)
        var prompt = StatementParser(mode: .prompt)
        for line in ["", "  \t", "\r"] {
            #expect(script.feed(line, number: 1) == .nothing)
            #expect(prompt.feed(line, number: 1) == .nothing)
        }
        #expect(script.feed("# note", number: 1) == .nothing)
        #expect(prompt.feed("# note", number: 1) == .statement(Statement(line: 1, content: .text("# note"))))
    }

    @Test(
        "help, quit and exit alone are commands at a prompt, and text in a script",
        arguments: [("help", "help"), ("quit", "quit"), ("exit", "quit"), (" quit ", "quit")])
    func bareWords(line: String, name: String) {
        var prompt = StatementParser(mode: .prompt)
        let command = Statement(line: 1, content: .command(name: name, arguments: ""))
        #expect(prompt.feed(line, number: 1) == .statement(command))
        var script = StatementParser(mode: .script)
        #expect(script.feed(line, number: 1) == .statement(Statement(line: 1, content: .text(line))))
    }

    @Test("help with more words is text", arguments: ["help me with orders", "quit?", "Exit it"])
    func notBare(line: String) {
        var prompt = StatementParser(mode: .prompt)
        #expect(prompt.feed(line, number: 1) == .statement(Statement(line: 1, content: .text(line))))
    }

    @Test(
        "Rows pasted at a prompt are one text, whatever they start with",
        arguments: [
            (":quit\n:clear", ":quit\n:clear"),
            ("help\nme", "help\nme"),
            ("# title\nbody\n\n", "# title\nbody"),
            ("\\:first\nsecond", "\\:first\nsecond"),
            ("\"\"\"\none\ntwo\n\"\"\"", "one\ntwo"),
            ("\"\"\"Adds.\"\"\"\ndef add(a, b):", "\"\"\"Adds.\"\"\"\ndef add(a, b):"),
        ])
    func paste(entry: String, text: String) {
        var parser = StatementParser(mode: .prompt)
        #expect(parser.feed(entry: entry) == .statement(Statement(line: 1, content: .text(text))))
    }

    @Test("A pasted row with its newline is an ordinary line")
    func pastedRow() {
        var parser = StatementParser(mode: .prompt)
        let status = Statement(line: 2, content: .command(name: "status", arguments: ""))
        #expect(parser.feed(entry: ":status\n", number: 2) == .statement(status))
        #expect(parser.feed(entry: "\n\n") == .nothing)
    }

    @Test("Rows pasted inside a block belong to it, and can end it")
    func pasteInBlock() {
        var parser = StatementParser(mode: .prompt)
        #expect(parser.feed(entry: "\"\"\"", number: 4) == .more)
        #expect(parser.feed(entry: ":one\ntwo", number: 5) == .more)
        let step = parser.feed(entry: "three\n\"\"\"", number: 6)
        #expect(step == .statement(Statement(line: 4, content: .text(":one\ntwo\nthree"))))
    }

    @Test("A pasted block without its end continues with the next line")
    func openPaste() {
        var parser = StatementParser(mode: .prompt)
        #expect(parser.feed(entry: "\"\"\"one\ntwo") == .more)
        #expect(
            parser.feed(entry: "three\"\"\"")
                == .statement(Statement(line: 1, content: .text("one\ntwo\nthree"))))
    }

    @Test("Ctrl-C inside a block discards it")
    func reset() {
        var parser = StatementParser(mode: .prompt)
        #expect(parser.feed(entry: "\"\"\"forget") == .more)
        parser.reset()
        #expect(!parser.isInside)
        #expect(parser.feed(entry: "fresh") == .statement(Statement(line: 1, content: .text("fresh"))))
    }

    @Test(
        "Invalid input is rejected with the line where it starts",
        arguments: [
            ([":"], "has a colon but no command"),
            ([": quit"], "has a colon but no command"),
            ([":\\", ""], "has a colon but no command"),
            (["\"\"\"\"\"\""], "starts an empty question"),
            (["\"\"\"", "  ", "\"\"\""], "starts an empty question"),
            ([":crew ask \"\"\"", "\"\"\""], "starts an empty question"),
            (["\"\"\"", "never", "closed"], "opens a block with \"\"\" that is never closed"),
            (["How many?\\"], "ends in a backslash, but no line follows"),
            (["one\\", "two\\\\\\"], "ends in a backslash, but no line follows"),
            (["\\"], "ends in a backslash"), ([":crew ask Why?\\"], "ends in a backslash"),
        ])
    func refusal(lines: [String], reason: String) throws {
        var parser = StatementParser(mode: .script)
        var steps = lines.map { parser.feed($0, number: 6) }
        steps.append(parser.finish())
        let refusals = steps.compactMap { step -> String? in
            guard case .refused(let reason, line: 6) = step else { return nil }
            return reason
        }
        #expect(refusals.count == 1)
        #expect(try #require(refusals.first).hasPrefix(reason))
    }

    @Test("A line that isn't text invalidates its block: it is reported once, and the block isn't sent")
    func spoiltBlock() {
        var parser = StatementParser(mode: .script)
        let bad = DecodedLine(number: 2, content: .refused(reason: "has a NUL byte at column 1"))
        #expect(parser.feed("\"\"\"first", number: 1) == .more)
        #expect(parser.feed(bad) == .refused(reason: "has a NUL byte at column 1", line: 2))
        #expect(parser.feed("third", number: 3) == .more)
        #expect(parser.feed("\"\"\"", number: 4) == .nothing)
        #expect(parser.feed("next", number: 5) == .statement(Statement(line: 5, content: .text("next"))))
    }

    @Test("A block beyond the limit is rejected once and skipped, and the next line is unaffected")
    func tooLong() {
        var parser = StatementParser(mode: .script, limit: 100)
        var refusals = 0
        #expect(parser.feed("\"\"\"", number: 1) == .more)
        for number in 2...50 {
            let step = parser.feed("0123456789", number: number)
            if step != .more {
                #expect(step == .refused(reason: "starts a statement that is longer than 100 bytes", line: 1))
                refusals += 1
            }
        }
        #expect(refusals == 1)
        #expect(parser.feed("\"\"\"", number: 51) == .nothing)
        #expect(parser.feed("next", number: 52) == .statement(Statement(line: 52, content: .text("next"))))
    }

    @Test("A block of a hundred thousand lines is one text")
    func longBlock() {
        var parser = StatementParser(mode: .script)
        #expect(parser.feed("\"\"\"", number: 1) == .more)
        for number in 2...100_001 { #expect(parser.feed("row", number: number) == .more) }
        let text = Array(repeating: "row", count: 100_000).joined(separator: "\n")
        #expect(parser.feed("\"\"\"", number: 3) == .statement(Statement(line: 1, content: .text(text))))
    }
}
