import Testing

@testable import Nx1Sandbox

@Suite("Parsing JSON")
struct JSONReaderTests {
    @Test(
        "An error has the place and the words of Python's parser",
        arguments: [
            ("nope", "Expecting value", 0), (" ", "Expecting value", 1), ("[1,", "Expecting value", 3),
            ("[-]", "Expecting value", 1), (#"["é",]"#, "Expecting value", 5), ("NaN", "Expecting value", 0),
            ("{", "Expecting property name enclosed in double quotes", 1),
            (#"{"a":1,}"#, "Expecting property name enclosed in double quotes", 7),
            (#"{"a" 1}"#, "Expecting ':' delimiter", 5), ("[1 2]", "Expecting ',' delimiter", 3),
            (#"{"a":01}"#, "Expecting ',' delimiter", 6), (#"{"a":1.}"#, "Expecting ',' delimiter", 6),
            (#"{"a":1} x"#, "Extra data", 8), (#""abc"#, "Unterminated string starting at", 0),
            ("\"a\nb\"", "Invalid control character at", 2), (#""\x""#, "Invalid \\escape", 1),
            (#""\u12""#, "Invalid \\uXXXX escape", 2), (#"["a\"#, "Unterminated string starting at", 1),
        ])
    func saysWhatIsWrong(text: String, reason: String, position: Int) {
        #expect(throws: JSONSyntaxError(reason: reason, position: position)) {
            try JSONReader.read(Array(text.utf8))
        }
    }

    @Test(
        "Escapes in a text are decoded",
        arguments: [
            (#""a\"\\\/\b\f\n\r\tz""#, "a\"\\/\u{8}\u{c}\n\r\tz"), (#""\u00e9""#, "é"),
            (#""\ud83d\ude00""#, "😀"), (#""\ud83d""#, "\u{FFFD}"), (#""\ude00\ud83dx""#, "\u{FFFD}\u{FFFD}x"),
            (#""\ud83d\u0041""#, "\u{FFFD}A"),
        ])
    func readsStrings(text: String, expected: String) throws {
        #expect(try JSONReader.read(Array(text.utf8)).text == expected)
    }

    @Test("Order, number literals and whitespace of a value are preserved")
    func keepsSource() throws {
        let body = "\u{FEFF} {\"b\" : [1.50, 1e400,\n-0], \"a\":{}} "
        let node = try JSONReader.read(Array(body.utf8))
        #expect(String(decoding: node.source, as: UTF8.self) == "{\"b\" : [1.50, 1e400,\n-0], \"a\":{}}")
        #expect(node["b"].map { String(decoding: $0.source, as: UTF8.self) } == "[1.50, 1e400,\n-0]")
    }

    @Test("Of two members with the same name, the last counts")
    func lastMemberCounts() throws {
        #expect(try JSONReader.read(Array(#"{"a":"x","a":"y"}"#.utf8))["a"]?.text == "y")
    }

    @Test("Written values read back unchanged")
    func roundTrip() throws {
        let text = String(String.UnicodeScalarView((0...0x2FF).compactMap(Unicode.Scalar.init))) + "😀"
        #expect(try JSONReader.read(JSON.string(text).bytes).text == text)
        let value: JSON = ["z": [1, 2.5, true, nil], "a": ["x": "\u{0}\""]]
        #expect(
            String(decoding: value.bytes, as: UTF8.self) == #"{"z":[1,2.5,true,null],"a":{"x":"\u0000\""}}"#)
    }
}
