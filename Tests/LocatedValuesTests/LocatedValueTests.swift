import LocatedValues
import Nx1Events
import Testing

@Suite("A value of a file with its line")
struct LocatedValueTests {
    private func yaml(_ text: String) throws -> LocatedValue {
        try #require(try LocatedValue.parse(yaml: text, file: "f.yaml"))
    }

    private func problem(yaml text: String) -> String? {
        do throws(SourceProblem) {
            _ = try LocatedValue.parse(yaml: text, file: "f.yaml")
            return nil
        } catch {
            return error.description
        }
    }

    private func problem(json text: String) -> String? {
        do throws(SourceProblem) {
            _ = try LocatedValue.parse(json: text, file: "f.json")
            return nil
        } catch {
            return error.description
        }
    }

    @Test("has YAML's types")
    func types() throws {
        let value = try yaml(
            """
            [text, 'quoted', "5", 5, -7, +8, 1_000, 0.5, 1e3, .5, 5., yes, Off, ~, null, '', 007, 1.2.3, 2024-01-01, 1:30,
             .inf, 0x1F, !!str 5, 1e999, y, -, ! 5, "~", -0]
            """)
        #expect(
            value.json.serialized()
                == #"["text","quoted","5",5,-7,8,1000,0.5,1e3,0.5,5.0,true,false,null,null,"","007","1.2.3","2024-01-01","1:30",".inf","0x1F","5",1e999,"y","-","5","~",-0]"#
        )
    }

    @Test("drops the final newlines of a block scalar, and keeps those inside")
    func blocks() throws {
        let value = try yaml("a: >\n  one\n  two\n\n  three\n\nb: |\n  one\n  two\nc: >-\n  x\nd: \"y\\n\"\n")
        #expect(value.json.serialized() == #"{"a":"one two\nthree","b":"one\ntwo","c":"x","d":"y\n"}"#)
    }

    @Test("knows the lines of names and values")
    func lines() throws {
        for value in [
            try yaml("a:\n  b: 1\n  c:\n  - x\n  - y\n"),
            try LocatedValue.parse(json: "{\"a\":\n{\"b\": 1,\n\"c\":\n[\"x\"\n,\"y\"]}}", file: "f.yaml"),
        ] {
            #expect(value["a"]?["b"]?.place.line == 2)
            #expect(value["a"]?.members?.map(\.namePlace.line) == [2, 3])
            #expect(value["a"]?["c"]?.list?.map(\.place.line) == [4, 5])
        }
        let escaped = #"{"a\"]\\": [{}, [], "\n", true, null, -1.5e3], "# + "\n\n" + #""b": "x"}"#
        let value = try LocatedValue.parse(json: escaped, file: "f.json")
        #expect(value["b"]?.place == SourcePlace(file: "f.json", line: 3))
        #expect(value.json == (try JSONValue(parsing: escaped)))
    }

    @Test("resolves aliases and merge keys")
    func aliases() throws {
        let value = try yaml(
            "base: &b {x: 1, y: 2}\nmore: &m {y: 5, z: 6}\none: {<<: *b, y: 3}\ntwo: {<<: [*b, *m]}\nthree: *b\n"
        )
        #expect(value["one"]?.json.serialized() == #"{"y":3,"x":1}"#)
        #expect(value["two"]?.json.serialized() == #"{"x":1,"y":2,"z":6}"#)
        #expect(value["three"]?.place.line == 1)
    }

    @Test("counts lines from where the text starts in its file")
    func offset() throws {
        let value = try #require(try LocatedValue.parse(yaml: "a: 1\nb: 2\n", file: "q.md", firstLine: 2))
        #expect(value["b"]?.place.description == "q.md:3")
    }

    @Test(
        "is rejected with the line of the YAML error",
        arguments: [
            ("a: 1\na: 2", "f.yaml:1: Duplicate key `a`: it occurs again below. Remove one of the two."),
            ("1: x\n'1': y", "f.yaml:2: Duplicate key `1`: it is also on line 1. Remove one of the two."),
            (
                "a:\n  b: 1\n\tc: 2",
                "f.yaml:3: Invalid YAML: the line is indented with a tab. Use spaces instead."
            ),
            ("a: b: c", "f.yaml:1: Invalid YAML: mapping values are not allowed in this context."),
            ("a: 1\nb: \u{1}", "f.yaml:2: Invalid YAML: the line contains a control character."),
            ("a: 1\n---\nb: 2", "f.yaml:2: A second document starts here. Use one file per document."),
            ("a: *x", "f.yaml:1: Invalid YAML: found undefined alias."),
            ("? [a]\n: b", "f.yaml:1: A key must be text, but this one is a list or a mapping."),
            ("a: !tool x", "f.yaml:1: The tag `!tool` isn't supported. Remove it."),
            ("a:\n  <<: 5", "f.yaml:2: The merge key `<<` needs a mapping, but this is a number."),
            (String(repeating: "[", count: 200), "f.yaml:1: Nested too deeply."),
        ])
    func refusedYAML(text: String, message: String) {
        #expect(problem(yaml: text) == message)
    }

    @Test("is rejected if aliases multiply it excessively")
    func bomb() {
        let bomb = (1..<40).map { "a\($0): &a\($0) [*a\($0 - 1), *a\($0 - 1)]\n" }.joined()
        let message = problem(yaml: "a0: &a0 x\n" + bomb)
        #expect(message?.hasSuffix("Too many values: the limit is 50000, aliases included.") == true)
        let list = "[" + String(repeating: "1,", count: 60_000) + "1]"
        #expect(problem(json: list) == "f.json:1: Too many values: the limit is 50000.")
    }

    @Test(
        "is rejected with the line of the JSON error",
        arguments: [
            (
                "{\"a\": 1,\n\"a\": 2}",
                "f.json:2: Duplicate key `a`: it is also on line 1. Remove one of the two."
            ),
            ("{\n\"a\": }", "f.json:2: Invalid JSON: "), ("", "f.json:1: Invalid JSON: "),
            ("{} x", "f.json:1: Invalid JSON: "),
        ])
    func refusedJSON(text: String, beginning: String) {
        #expect(problem(json: text)?.hasPrefix(beginning) == true)
    }

    @Test("is nil in an empty document", arguments: ["", "\n", "# a comment\n"])
    func empty(text: String) throws {
        let value = try LocatedValue.parse(yaml: text, file: "f.yaml")
        #expect(value == nil)
    }

    @Test(
        "of a mebibyte is read or rejected quickly",
        arguments: ["[", "{\"a\":", "\"", "1,", "- x\n", "a: 1\n", "\t", "&a "])
    func mebibyte(piece: String) {
        let text = String(repeating: piece, count: (1 << 20) / piece.utf8.count)
        for text in [text, "[" + text] {
            _ = problem(yaml: text)
            _ = problem(json: text)
        }
    }
}
