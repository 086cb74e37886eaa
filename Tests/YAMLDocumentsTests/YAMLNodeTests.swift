import Testing

@testable import YAMLDocuments

@Suite("A YAML document")
struct YAMLNodeTests {
    private func node(_ text: String) throws -> YAMLNode {
        try #require(try YAMLNode.document(in: text))
    }

    @Test("is parsed with its order, places, quotes and tags")
    func read() throws {
        let root = try node("b: [1, 'two', !!str 3]\n? \"a\"\n: |\n  x\n")
        let pairs = try #require(root.pairs)
        #expect(pairs.map(\.key.string) == ["b", "a"])
        #expect(pairs[1].key.place == YAMLPlace(line: 2, column: 3))
        #expect(pairs[1].key.style == .doubleQuoted && pairs[1].value.style == .literal)
        guard case .sequence(let values) = pairs[0].value.content else { return #expect(Bool(false)) }
        #expect(values.map(\.string) == ["1", "two", "3"])
        #expect(values.map(\.isText) == [false, true, true])
        #expect(values.map(\.number) == [1, nil, 3])
    }

    @Test("without content is nil", arguments: ["", "\n", "# a comment\n"])
    func none(text: String) throws {
        #expect(try YAMLNode.document(in: text) == nil)
    }

    @Test(
        "has YAML 1.1's words for booleans, unless they are quoted",
        arguments: [
            ("true", true), ("Yes", true), ("ON", true), ("false", false), ("no", false), ("Off", false),
            ("'true'", nil), ("!!str true", nil), ("y", nil), ("1", nil), ("", nil),
        ] as [(String, Bool?)])
    func flags(text: String, flag: Bool?) throws {
        #expect(try node("- " + text).firstValue?.flag == flag)
    }

    @Test(
        "has numbers in YAML 1.1's notations",
        arguments: [
            ("30", 30), ("7.5", 7.5), ("1_000", 1000), ("-1", -1), ("1:30", 90), ("-1:30", -90),
            ("1e3", 1000),
            ("'30'", nil), ("soon", nil), ("!!str 60", 60), ("1:x", nil), ("~", nil), ("-", nil),
        ] as [(String, Double?)])
    func numbers(text: String, number: Double?) throws {
        #expect(try node("- " + text).firstValue?.number == number)
    }

    @Test("has a few words for null, unless they are quoted")
    func nulls() throws {
        let all = try node("[~, null, NULL, '', 'null', nothing, x: ]")
        guard case .sequence(let values) = all.content else { return #expect(Bool(false)) }
        #expect(values.map(\.isNull) == [true, true, true, false, false, false, false])
    }

    @Test("is equal however its texts are quoted, and different if their meaning differs")
    func equality() throws {
        #expect(try node("{a: x, 'b': \"/z\"}") == node("'a': 'x'\nb: /z\n"))
        for (left, right) in [
            ("1", "'1'"), ("true", "'true'"), ("!!int 1", "1"), ("[a]", "[a, b]"), ("~", "''"),
        ] {
            #expect(try node("- " + left) != node("- " + right), "\(left) \(right)")
        }
    }

    @Test(
        "is written so that it reads back unchanged, with each value on its own line",
        arguments: [
            ("{host: x, odd: {y: [1, '2']}}", "host: x\nodd:\n  y:\n  - 1\n  - '2'\n"),
            ("{a: '', b: ~, c: !odd d}", "a: ''\nb: ~\nc: !odd d\n"),
            ("[ä, \"a\\nb\"]", "- \"\\xE4\"\n- \"a\\nb\"\n"),
            ("[{}, []]", "- {}\n- []\n"), ("{a: [x, \"# y\"]}", "a:\n- x\n- \"# y\"\n"),
            ("{? [a, b] : c}", "? - a\n  - b\n: c\n"),
        ])
    func written(text: String, lines: String) throws {
        let node = try node(text)
        let written = try node.written()
        #expect(written == lines)
        #expect(try YAMLNode.document(in: lines) == node)
    }

    @Test("resolves aliases")
    func aliases() throws {
        #expect(try node("[&a {b: c}, *a]") == node("[{b: c}, {b: c}]"))
    }

    @Test(
        "that is invalid is rejected with the place of the error",
        arguments: [
            ("a: [", 2), ("a: b: c", 1), ("- a\nb", 3), ("a: *b", 1), ("&a [*a]", 1), ("a: 1\nb: 2\na: 3", 1),
            ("'a': 1\na: 3", 1),
            ("a\n---\nb", 2), ("\u{1}", nil), ("a: \"\\q\"", 1),
        ] as [(String, Int?)])
    func broken(text: String, line: Int?) {
        let failure = #expect(throws: YAMLFailure.self) { try YAMLNode.document(in: text) }
        #expect(failure?.place?.line == line, "\(String(describing: failure))")
    }

    @Test(
        "that the parser accepts only in part is rejected with the reason",
        arguments: [
            ("a\n---\nb", .secondDocument), ("a: *b", .syntax("found undefined alias")),
            (
                String(repeating: "%TAG !a! b\n", count: 101) + "---\na", .syntax("found too many directives")
            ),
        ] as [(String, YAMLFailure.Reason)])
    func reasons(text: String, reason: YAMLFailure.Reason) {
        let failure = #expect(throws: YAMLFailure.self) { try YAMLNode.document(in: text) }
        #expect(failure?.reason == reason)
    }

    @Test(
        "of a mebibyte is read or rejected quickly, whatever it contains",
        arguments: [
            "[", "{", "- ", "? ", "[a,", "{a: ", "a: b, ", "'", "\"", "|\n ", "%TAG !a! b\n", "&a ", "*a ",
            "!a ", ": ",
            "---\n", "#", "\t", "a\n", "a: 1\n", "- - a\n",
        ])
    func mebibyte(piece: String) {
        let text = String(repeating: piece, count: (1 << 20) / piece.utf8.count)
        for text in [text, "[" + text, "a: " + text] { _ = try? YAMLNode.document(in: text) }
    }

    @Test("with many keys that differ only in their tags is parsed as quickly")
    func taggedKeys() throws {
        let text = (0..<20_000).map { "!t\($0) x: 1\n" }.joined()
        #expect(try YAMLNode.document(in: text)?.pairs?.count == 20_000)
    }

    @Test("that expands to too many values, or is nested too deeply, is rejected")
    func tooLarge() {
        let bomb = (1..<40).map { "- &a\($0) [*a\($0 - 1), *a\($0 - 1)]" }.joined(separator: "\n")
        let failure = #expect(throws: YAMLFailure.self) { try YAMLNode.document(in: "- &a0 x\n" + bomb) }
        #expect(failure?.reason == .tooLarge)
        #expect(throws: YAMLFailure.self) { try YAMLNode.document(in: "[a, b]", limit: 2) }
        let deepest = String(repeating: "[", count: 90) + String(repeating: "]", count: 90)
        #expect(throws: Never.self) { try YAMLNode.document(in: deepest) }
        for deep in ["[", "{a: ", "- ", "? "] {
            let text = String(repeating: deep, count: 100_000)
            #expect(throws: YAMLFailure.self, "\(deep)") { try YAMLNode.document(in: text) }
        }
    }
}

extension YAMLNode {
    fileprivate var firstValue: YAMLNode? {
        if case .sequence(let values) = content { values.first } else { nil }
    }
}
