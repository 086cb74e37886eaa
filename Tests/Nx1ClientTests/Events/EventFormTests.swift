import Testing

@testable import Nx1Client
@testable import Nx1Events
@testable import Nx1HTTP
@testable import Nx1Settings
@testable import Nx1SignIn

@Suite("The form of an event feed")
struct EventFormTests {
    struct Body: Sendable, CustomTestStringConvertible {
        let type: String?
        let text: String
        let form: EventForm
        let payloads: [String]
        var testDescription: String { "\(type ?? "no type"): \(text.debugDescription)" }

        init(_ type: String?, _ text: String, _ form: EventForm, _ payloads: [String]) {
            self.type = type
            self.text = text
            self.form = form
            self.payloads = payloads
        }
    }

    static let declared = [
        Body("text/event-stream", "foo\n\ndata: b\n\n", .serverSentEvents, ["b"]),
        Body("Text/Event-Stream ; charset=utf-8", "\n\ndata: b\n\n", .serverSentEvents, ["b"]),
        Body("text/event-stream", "data: a\n\ndata: b\n", .serverSentEvents, ["a"]),
        Body("text/event-stream", "", .serverSentEvents, []),
        Body("application/x-ndjson", "{\"a\":1}", .jsonLines, ["{\"a\":1}"]),
        Body("application/x-ndjson", "{\"a\":1}\n{\"a\":", .jsonLines, ["{\"a\":1}"]),
        Body("application/x-ndjson", "{\"a\":1}\n{\"message\":\"tw", .jsonLines, ["{\"a\":1}"]),
        Body("application/x-ndjson", "{\"a\":1}\n{\"message\":\"\\u00", .jsonLines, ["{\"a\":1}"]),
        Body("application/x-ndjson", "{\"a\":1}\n{\"done\":tru", .jsonLines, ["{\"a\":1}"]),
        Body("application/jsonlines", "\r\n{\"a\":1}\r\n\r\n[2]\r\n", .jsonLines, ["{\"a\":1}", "[2]"]),
        Body("application/stream+json", "1\n2\n", .jsonLines, ["1", "2"]),
        Body(
            "application/json-seq", "\u{1E}{\"a\":1}\n\u{1E}{\"a\":2}\n", .jsonLines,
            ["{\"a\":1}", "{\"a\":2}"]),
        Body("application/x-ndjson", "", .jsonLines, []),
        Body("application/problem+json", "{\"a\":1}", .document, ["{\"a\":1}"]),
        Body("application/json", " \n", .document, []),
    ]

    static let wrong = [
        Body("text/event-stream", "[{\"a\":1}]", .document, ["{\"a\":1}"]),
        Body("application/x-ndjson", "data: a\n\n", .serverSentEvents, ["a"]),
        Body("application/x-ndjson", "[{\"a\":1},\n{\"a\":2}]", .document, ["{\"a\":1}", "{\"a\":2}"]),
        Body("application/x-ndjson", "[1]\n[2]\n", .jsonLines, ["[1]", "[2]"]),
        Body("application/json", "{\"a\":\n1}\n{\"a\":2}", .jsonLines, ["{\"a\":\n1}", "{\"a\":2}"]),
        Body("application/json", "{\"a\":1}{\"a\":2}", .jsonLines, ["{\"a\":1}", "{\"a\":2}"]),
    ]

    static let undeclared = ["text/plain", "application/octet-stream", nil].flatMap { type in
        [
            Body(type, "event: x\ndata: a\n\n", .serverSentEvents, ["a"]),
            Body(type, "id: 1\ndata: a\n\n", .serverSentEvents, ["a"]),
            Body(type, "retry: 1\ndata: a\n\n", .serverSentEvents, ["a"]),
            Body(type, "\u{FEFF}data: a\n\n", .serverSentEvents, ["a"]),
            Body(type, "{\"a\":1}\n{\"a\":2}\n", .jsonLines, ["{\"a\":1}", "{\"a\":2}"]),
            Body(type, "\u{FEFF}{\"a\":1}\n{\"a\":2}", .jsonLines, ["{\"a\":1}", "{\"a\":2}"]),
            Body(type, "\u{1E}{\"a\":1}\n", .jsonLines, ["{\"a\":1}"]),
            Body(type, "{\"a\":1}\n", .document, ["{\"a\":1}"]),
            Body(type, "{\n\"a\": 1\n}\n", .document, ["{\n\"a\": 1\n}"]),
            Body(type, "\u{FEFF} [ 1 ,\n{ \"a\" : 1 } ] ", .document, ["1", "{ \"a\" : 1 }"]),
            Body(type, "null", .document, []),
            Body(type, "[INFO] starting\n[INFO] done\n", .jsonLines, ["[INFO] starting", "[INFO] done"]),
            Body(type, "\"A quote\nis no string\n", .jsonLines, ["\"A quote", "is no string"]),
            Body(type, "idle\n", .jsonLines, ["idle"]),
            Body(type, "Starting", .jsonLines, ["Starting"]),
            Body(type, "", .document, []),
        ]
    }

    @Test(
        "is detected by the bytes if the type is wrong or missing", arguments: declared + wrong + undeclared)
    func form(_ body: Body) throws {
        for chunks in chunkings(of: Array(body.text.utf8)) {
            var decoder = EventBodyDecoder(contentType: body.type)
            var events = try chunks.flatMap { chunk in try chunk.withUnsafeBytes { try decoder.decode($0) } }
            events += try decoder.finish()
            #expect(decoder.form == body.form)
            #expect(events.map { String(decoding: $0.payload, as: UTF8.self) } == body.payloads)
        }
    }

    @Test(
        "is JSON lines as soon as that's certain",
        arguments: [("application/x-ndjson", 1), ("application/json", 0), ("text/plain", 0), (nil, 0)]
            as [(String?, Int)])
    func promptness(_ type: String?, _ early: Int) throws {
        var decoder = EventBodyDecoder(contentType: type)
        let first = try Array("{\"a\":1}\n".utf8).withUnsafeBytes { try decoder.decode($0) }
        let second = try Array("{\"a\":2}\n".utf8).withUnsafeBytes { try decoder.decode($0) }
        #expect([first.count, second.count] == [early, 2 - early])
    }

    @Test("keeps the name of a server-sent event, and its own id")
    func nameAndID() throws {
        var decoder = EventBodyDecoder(contentType: "text/event-stream")
        let text =
            "event: log\ndata: a\n\nid: 1\ndata: b\n\ndata: c\n\nid: 2\nretry: 10\ndata: d\n\nid\ndata: e\n\n"
        let events = try Array(text.utf8).withUnsafeBytes { try decoder.decode($0) }
        #expect(events.map(\.name) == ["log", nil, nil, nil, nil])
        #expect(events.map(\.id) == [nil, "1", nil, "2", nil])
        #expect(decoder.lastEventID == "")
        #expect(decoder.reconnectionTime == .milliseconds(10))
    }

    @Test(
        "is an error with the beginning of a body that's neither events nor JSON",
        arguments: [
            ("text/html; charset=utf-8", "Sign in, please.\n"), (nil, "<html>Sign in"),
            ("text/plain", " <!DOCTYPE html>\n<p>\n"),
            ("application/json", "Bad gateway"), ("application/json", "{\"a\":1} trailing"),
            ("application/json", "[1,]"),
            ("application/json", "{a:\n1}"), ("text/event-stream", "{\"a\":"),
        ] as [(String?, String)])
    func refused(_ type: String?, _ text: String) {
        for chunks in chunkings(of: Array(text.utf8)) {
            let error = #expect(throws: EventBodyError.self) {
                var decoder = EventBodyDecoder(contentType: type)
                for chunk in chunks { _ = try chunk.withUnsafeBytes { try decoder.decode($0) } }
                _ = try decoder.finish()
            }
            #expect(error.map { !$0.beginning.isEmpty && text.utf8.starts(with: $0.beginning) } == true)
        }
    }

    @Test("limits the size of a buffered document", arguments: ["[1,2,3,4,5", "{\"a\":\"1234", "          "])
    func documentLimit(_ text: String) {
        var decoder = EventBodyDecoder(contentType: "application/json", maximumDocumentSize: 9)
        #expect(throws: EventSizeExceeded(limit: 9)) {
            for byte in text.utf8 { _ = try [byte].withUnsafeBytes { try decoder.decode($0) } }
        }
    }

    @Test(
        "limits the size of one event of a stream",
        arguments: ["data: 1234567890", "{\"a\":1}\n{\"a\":\"12345678\"}\n"])
    func eventLimit(_ text: String) {
        var decoder = EventBodyDecoder(contentType: nil, maximumEventSize: 9)
        #expect(throws: EventSizeExceeded(limit: 9)) {
            _ = try Array(text.utf8).withUnsafeBytes { try decoder.decode($0) }
        }
    }
}
