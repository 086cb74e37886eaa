import Nx1Client
import Testing

@Suite("Server-sent events")
struct ServerSentEventDecoderTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let stream: [UInt8]
        let events: [ServerSentEvent]

        init(_ description: String, _ stream: String, _ events: ServerSentEvent...) {
            self.init(description, bytes: Array(stream.utf8), events)
        }

        init(_ description: String, bytes: [UInt8], _ events: [ServerSentEvent]) {
            testDescription = description
            stream = bytes
            self.events = events
        }
    }

    private static func data(_ text: String) -> ServerSentEvent { ServerSentEvent(data: text) }

    /// WHATWG HTML, section 9.2.6, and the cases of the web-platform tests (eventsource/format-*).
    static let cases = [
        Case("one line", "data: a\n\n", data("a")),
        Case("one space only is dropped", "data:  a\ndata:b\n\n", data(" a\nb")),
        Case("no space has to be there", "data:a\n\n", data("a")),
        Case("a tab is no space", "data:\ta\n\n", data("\ta")),
        Case(
            "no colon means an empty value", "data\n\ndata\ndata\n\ndata:test\n\n", data(""), data("\n"),
            data("test")),
        Case("no data, no event", "\n\nid: 1\n\nevent: x\n\n: comment\n\n"),
        Case("an unfinished event is dropped", "data: a\n\ndata: b\n", data("a")),
        Case("an unfinished line is dropped", "data: a\n\ndata: b", data("a")),
        Case("CR ends a line", "data: a\rdata: b\r\r", data("a\nb")),
        Case("CR LF ends one line", "data: a\r\ndata: b\r\n\r\n", data("a\nb")),
        Case("all endings mixed", "data: 1\rdata: 2\ndata: 3\r\n\r\ndata: 4\n\r", data("1\n2\n3"), data("4")),
        Case("a byte-order mark is dropped once", "\u{FEFF}data: a\n\n\u{FEFF}data: b\n\n", data("a")),
        Case("two byte-order marks are one too many", "\u{FEFF}\u{FEFF}data: a\n\ndata: b\n\n", data("b")),
        Case("comments are passed over", ":\n: x\ndata: a\n:data: b\n:\u{0301}\n\n", data("a")),
        Case("a combining mark after the colon is data", "data:\u{0301}a\n\n", data("\u{0301}a")),
        Case(
            "unknown fields are passed over", "dataa: 1\n data: 2\nDATA: 3\ndata: 4\ndata : 5\n\n", data("4")),
        Case(
            "the type counts for one event", "event: add\ndata: 1\n\ndata: 2\n\n",
            .init(type: "add", data: "1"), data("2")),
        Case("an event without data forgets its type", "event: add\n\ndata: 1\n\n", data("1")),
        Case("an empty type is message", "event: a\nevent\ndata: 1\n\n", data("1")),
        Case(
            "an id stays until another comes",
            "id: 1\ndata: a\n\ndata: b\n\nid: 2\ndata: c\n\nid\ndata: d\n\n",
            .init(data: "a", id: "1"), .init(data: "b", id: "1"), .init(data: "c", id: "2"), .init(data: "d")),
        Case(
            "an id with a NUL is passed over", "id: 1\ndata: a\n\nid: 2\u{0}3\ndata: b\n\n",
            .init(data: "a", id: "1"),
            .init(data: "b", id: "1")),
        Case("a NUL in data is data", "data: a\u{0}b\n\n", data("a\u{0}b")),
        Case("colons in a value are data", "data: a: b\n\n", data("a: b")),
        Case("trailing spaces are data", "data: a  \n\n", data("a  ")),
        Case(
            "other white space is no line ending", "data: a\u{0B}\u{0C}\u{85}\u{2028}b\n\n",
            data("a\u{0B}\u{0C}\u{85}\u{2028}b")),
        Case("characters of several bytes", "data: ünï 日本 👩‍💻\n\n", data("ünï 日本 👩‍💻")),
        Case(
            "bytes that are not UTF-8 are replaced",
            bytes: Array("data: a".utf8) + [0xFF, 0xC3] + Array("b\n\n".utf8), [data("a\u{FFFD}\u{FFFD}b")]),
        Case("nothing", ""),
    ]

    @Test("are decoded by the standard's rules, in every chunking", arguments: cases)
    func rules(of example: Case) throws {
        for chunks in chunkings(of: example.stream) {
            var decoder = ServerSentEventDecoder()
            let events = try chunks.flatMap { try decoder.decode($0) }
            #expect(events == example.events)
        }
    }

    @Test(
        "set the reconnection pause, in digits only",
        arguments: [
            ("retry: 1500\n", .milliseconds(1500)), ("retry:0\n", .zero), ("retry: 1.5\n", nil),
            ("retry: -1\n", nil),
            ("retry: 1e3\n", nil), ("retry\n", nil), ("retry: 99999999999999999999\n", nil),
            ("retry: 5\nretry: x\n", .milliseconds(5)),
        ] as [(String, Duration?)])
    func retry(stream: String, time: Duration?) throws {
        var decoder = ServerSentEventDecoder()
        #expect(try decoder.decode(stream.utf8).isEmpty)
        #expect(decoder.reconnectionTime == time)
    }

    @Test("set the last event id from the last complete event")
    func lastID() throws {
        var decoder = ServerSentEventDecoder()
        _ = try decoder.decode("id: 1\ndata: a\n\nid: 2\ndata: b\n".utf8)
        #expect(decoder.lastEventID == "1")
        _ = try decoder.decode("\n".utf8)
        #expect(decoder.lastEventID == "2")
        _ = try decoder.decode("id: 3\n\n".utf8)
        #expect(decoder.lastEventID == "3")
    }

    @Test("fail if one exceeds the size limit, in one line or in many")
    func limit() throws {
        for stream in [
            "data: " + String(repeating: "x", count: 200), String(repeating: "data: xxxxxxxx\n", count: 20),
        ] {
            var decoder = ServerSentEventDecoder(maximumEventSize: 100)
            #expect(throws: EventSizeExceeded.self) { try decoder.decode(stream.utf8) }
        }
        var decoder = ServerSentEventDecoder(maximumEventSize: 100)
        #expect(try decoder.decode(String(repeating: "data: xxxx\n\n", count: 100).utf8).count == 100)
    }
}
