import Nx1Client
import Testing

@Suite("Parsing a JSON value at the start of a text")
struct JSONPrefixTests {
    @Test(
        "parses the value and ignores the rest",
        arguments: [
            (#"{"a": 1} then text"#, #"{"a":1}"#, " then text"), ("[1,2]x", "[1,2]", "x"),
            ("true", "true", ""),
            (" 12 apples", "12", " apples"), (#""é" "b""#, #""é""#, #" "b""#), ("null,", "null", ","),
            ("01", "0", "1"), ("{}{}", "{}", "{}"), ("1.5e3-", "1.5e3", "-"),
        ])
    func rest(_ text: String, _ value: String, _ rest: String) throws {
        let found = try JSONValue.parsePrefix(of: text)
        #expect(found.value.serialized() == value)
        #expect(String(decoding: text.utf8.dropFirst(found.bytesConsumed), as: UTF8.self) == rest)
        let substring = "##\(text)".dropFirst(2)
        #expect(try JSONValue.parsePrefix(of: substring).bytesConsumed == found.bytesConsumed)
        #expect(try JSONValue.parsePrefix(of: Array(text.utf8)).bytesConsumed == found.bytesConsumed)
    }

    @Test(
        "rejects a text that doesn't start with a value, with the position",
        arguments: [
            ("", "expected a value at line 1, column 1"), ("tru", "expected a value at line 1, column 1"),
            ("{\"a\":", "expected a value at line 1, column 6"),
            ("[1,", "expected a value at line 1, column 4"),
            ("'x'", "expected a value at line 1, column 1"),
        ])
    func refusal(_ text: String, _ description: String) {
        let error = #expect(throws: JSONSyntaxError.self) { try JSONValue.parsePrefix(of: text) }
        #expect(error?.description == description)
    }
}
