import Nx1Client
import Testing

@Suite("JSON lines")
struct JSONLinesDecoderTests {
    @Test(
        "are split at newlines, in every chunking",
        arguments: [
            ("{}\n[]\n", ["{}", "[]"]), ("{}\n[]", ["{}", "[]"]), ("{}\r\n\r\n  \n[]\r\n", ["{}", "[]"]),
            ("\u{FEFF}{}\n", ["{}"]),
            ("", []), ("\n\n", []), ("a\rb\n", ["a\rb"]), ("ü\n日", ["ü", "日"]),
        ])
    func lines(stream: String, lines: [String]) throws {
        for chunks in chunkings(of: Array(stream.utf8)) {
            var decoder = JSONLinesDecoder()
            var found = try chunks.flatMap { try decoder.decode($0) }
            if let last = decoder.finish() { found.append(last) }
            #expect(found.map { String(decoding: $0, as: UTF8.self) } == lines)
        }
    }

    @Test("fail if one exceeds the size limit")
    func limit() {
        var decoder = JSONLinesDecoder(maximumEventSize: 10)
        #expect(throws: EventSizeExceeded.self) { try decoder.decode("12345678901".utf8) }
    }
}
