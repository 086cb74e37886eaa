import Nx1Client
import Testing

@Suite("The JSON parser")
struct JSONParsingTests {
    struct Text: Sendable, CustomTestStringConvertible {
        let text: String
        let value: JSONValue
        var testDescription: String { text.debugDescription }

        init(_ text: String, _ value: JSONValue) {
            self.text = text
            self.value = value
        }
    }

    @Test(
        "accepts every form of RFC 8259",
        arguments: [
            Text("null", .null), Text("true", true), Text("false", false), Text("0", 0),
            Text("-0", number("-0")),
            Text("12", 12), Text("-7.25", number("-7.25")), Text("1e3", number("1e3")),
            Text("1E+3", number("1E+3")),
            Text("0.5e-10", number("0.5e-10")), Text("\"\"", ""), Text("\"a\"", "a"), Text("[]", []),
            Text("{}", [:]),
            Text("[ ]", []), Text("{ }", [:]), Text(" \t\r\n1\n", 1),
            Text("[1,[2,[]],{}]", [1, [2, []], [:]]),
            Text("[[],[]]", [[], []]), Text("[{}]", [[:]]),
            Text("{\"a\":{\"b\":[null]}}", ["a": ["b": [.null]]]),
            Text("{\"\":1}", ["": 1]), Text("{ \"a\" : 1 , \"b\" : \"x\" }", ["a": 1, "b": "x"]),
            Text("\"\u{7F}é漢😀\u{2028}\"", "\u{7F}é漢😀\u{2028}"), Text("\u{FEFF}[true]", [true]),
            Text("[\"a b c d e f g h i j\",\"]\"]", ["a b c d e f g h i j", "]"]),
        ])
    func accepts(_ text: Text) throws {
        #expect(try JSONValue(parsing: text.text) == text.value)
        #expect(try JSONValue(parsing: Array(text.text.utf8)) == text.value)
        #expect(try JSONValue(parsing: AnySequence(text.text.utf8)) == text.value)
    }

    struct Refusal: Sendable, CustomTestStringConvertible {
        let text: String
        let error: String
        var testDescription: String { text.debugDescription }

        init(_ text: String, _ error: String) {
            self.text = text
            self.error = error
        }
    }

    @Test(
        "rejects everything else, with the position",
        arguments: [
            Refusal("", "expected a value at line 1, column 1"),
            Refusal("  \n ", "expected a value at line 2, column 2"),
            Refusal("{\"a\": x}", "expected a value at line 1, column 7"),
            Refusal("[1,2", "expected a comma or ] at line 1, column 5"),
            Refusal("[1 2]", "expected a comma or ] at line 1, column 4"),
            Refusal("[1}", "expected a comma or ] at line 1, column 3"),
            Refusal("[1,]", "unexpected comma before the closing bracket at line 1, column 3"),
            Refusal("[1,,2]", "expected a value at line 1, column 4"),
            Refusal("[,1]", "expected a value at line 1, column 2"),
            Refusal("{\"a\":1,}", "unexpected comma before the closing bracket at line 1, column 7"),
            Refusal("{\"a\":1", "expected a comma or } at line 1, column 7"),
            Refusal("{\"a\":1]", "expected a comma or } at line 1, column 7"),
            Refusal("{\"a\" 1}", "expected a colon at line 1, column 6"),
            Refusal("{\"a\"", "expected a colon at line 1, column 5"),
            Refusal("{\"a\":}", "expected a value at line 1, column 6"),
            Refusal("{a:1}", "expected a member name in double quotes at line 1, column 2"),
            Refusal("{1:1}", "expected a member name in double quotes at line 1, column 2"),
            Refusal("{", "expected a member name in double quotes at line 1, column 2"),
            Refusal("{'a':1}", "expected a member name in double quotes at line 1, column 2"),
            Refusal("[", "expected a value at line 1, column 2"),
            Refusal("]", "expected a value at line 1, column 1"),
            Refusal("tru", "expected a value at line 1, column 1"),
            Refusal("True", "expected a value at line 1, column 1"),
            Refusal("nul", "expected a value at line 1, column 1"),
            Refusal("NaN", "expected a value at line 1, column 1"),
            Refusal("Infinity", "expected a value at line 1, column 1"),
            Refusal("-", "expected a digit at line 1, column 2"),
            Refusal("-Infinity", "expected a digit at line 1, column 2"),
            Refusal("+1", "expected a value at line 1, column 1"),
            Refusal(".5", "expected a value at line 1, column 1"),
            Refusal("1.", "expected a digit at line 1, column 3"),
            Refusal("1.e3", "expected a digit at line 1, column 3"),
            Refusal("1e", "expected a digit at line 1, column 3"),
            Refusal("1e+", "expected a digit at line 1, column 4"),
            Refusal("01", "expected the end of the text at line 1, column 2"),
            Refusal("-01", "expected the end of the text at line 1, column 3"),
            Refusal("0x10", "expected the end of the text at line 1, column 2"),
            Refusal("1 2", "expected the end of the text at line 1, column 3"),
            Refusal("{} {}", "expected the end of the text at line 1, column 4"),
            Refusal("nullx", "expected the end of the text at line 1, column 5"),
            Refusal("[1] // one", "expected the end of the text at line 1, column 5"),
            Refusal("/* */ 1", "expected a value at line 1, column 1"),
            Refusal("'a'", "expected a value at line 1, column 1"),
            Refusal("\"abc", "unterminated string at line 1, column 1"),
            Refusal("[\"abc\\\"]", "unterminated string at line 1, column 2"),
            Refusal("\"\\", "invalid escape in a string at line 1, column 2"),
            Refusal("\"a\\x\"", "invalid escape in a string at line 1, column 3"),
            Refusal("\"\\u12\"", "expected four hexadecimal digits after \\u at line 1, column 2"),
            Refusal("\"\\u12G4\"", "expected four hexadecimal digits after \\u at line 1, column 2"),
            Refusal("\"\\U0041\"", "invalid escape in a string at line 1, column 2"),
            Refusal(
                "\"a\nb\"", "unescaped control character in a string at line 1, column 3"),
            Refusal("\"\t\"", "unescaped control character in a string at line 1, column 2"),
            Refusal(
                "\"\u{0}\"", "unescaped control character in a string at line 1, column 2"),
            Refusal("\u{A0}1", "expected a value at line 1, column 1"),
            Refusal("\u{FEFF}x", "expected a value at line 1, column 1"),
            Refusal("1\u{0}", "expected the end of the text at line 1, column 2"),
            Refusal("[\n  1,\r\n  \"é😀\", x\r]", "expected a value at line 3, column 9"),
            Refusal("[\r1\r2]", "expected a comma or ] at line 3, column 1"),
        ])
    func refuses(_ refusal: Refusal) {
        let error = #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: refusal.text) }
        #expect(error?.description == refusal.error)
    }

    @Test("reports the position of an error in bytes, lines and columns")
    func place() {
        let error = #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: "[\n\"é\", x]") }
        #expect(error?.offset == 8)
        #expect(error?.line == 2)
        #expect(error?.column == 6)
        #expect(error?.reason == "expected a value")
    }

    @Test("rejects invalid UTF-8 outside of strings")
    func strayBytes() {
        #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: [0xFF]) }
        #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: [0x31, 0xC3, 0xA9]) }
    }

    @Test(
        "accepts nesting up to the limit, and rejects deeper nesting without a crash",
        arguments: ["[", "{\"a\":", "[{\"a\":"])
    func depth(_ opening: String) throws {
        let levels = opening.count { $0 == "[" || $0 == "{" }
        func nested(_ count: Int) -> String {
            let closing = opening.reversed().compactMap { ["[": "]", "{": "}"][$0] }.joined()
            return String(repeating: opening, count: count / levels) + "1"
                + String(repeating: closing, count: count / levels)
        }
        let deepest = nested(JSONValue.maximumDepth)
        #expect(try JSONValue(parsing: deepest).serialized() == deepest)
        let error = #expect(throws: JSONSyntaxError.self) {
            try JSONValue(parsing: nested(JSONValue.maximumDepth + levels))
        }
        #expect(error?.reason == "nesting deeper than 512 levels")
        #expect(throws: JSONSyntaxError.self) {
            try JSONValue(parsing: String(repeating: opening, count: 100_000))
        }
    }

    private static func number(_ literal: String) -> JSONValue {
        JSONNumber(literal: literal).map(JSONValue.number) ?? .null
    }
}
