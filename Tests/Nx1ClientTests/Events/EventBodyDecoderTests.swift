import Testing

@testable import Nx1Client
@testable import Nx1Events
@testable import Nx1HTTP
@testable import Nx1Settings
@testable import Nx1SignIn

@Suite("An event body")
struct EventBodyDecoderTests {
    private func decode(_ type: String?, _ chunks: [[UInt8]]) throws -> (events: [RawEvent], form: EventForm?)
    {
        var decoder = EventBodyDecoder(contentType: type, maximumEventSize: 1 << 20)
        var events = try chunks.flatMap { chunk in try chunk.withUnsafeBytes { try decoder.decode($0) } }
        events += try decoder.finish()
        return (events, decoder.form)
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let type: String?
        let body: String
        let form: EventForm?
        let payloads: [String]
        var testDescription: String { "\(type ?? "no type"): \(body.prefix(60))" }
    }

    static let cases = [
        Case(
            type: "text/event-stream; charset=utf-8", body: "data: {}\n\n", form: .serverSentEvents,
            payloads: ["{}"]),
        Case(type: nil, body: "data: {}\n\n", form: .serverSentEvents, payloads: ["{}"]),
        Case(
            type: "text/plain", body: ": hello\n\nid: 1\ndata: x\n\n", form: .serverSentEvents,
            payloads: ["x"]),
        Case(
            type: "application/json", body: "event: a\ndata: x\n\n", form: .serverSentEvents, payloads: ["x"]),
        Case(
            type: "application/x-ndjson", body: "{\"a\":1}\nno JSON\n[2]", form: .jsonLines,
            payloads: ["{\"a\":1}", "no JSON", "[2]"]),
        Case(
            type: "application/json", body: "{\"a\":1}\n{\"a\":2}\n", form: .jsonLines,
            payloads: ["{\"a\":1}", "{\"a\":2}"]),
        Case(
            type: "text/event-stream", body: "{\"a\":1}\n{\"a\":2}", form: .jsonLines,
            payloads: ["{\"a\":1}", "{\"a\":2}"]),
        Case(
            type: "application/json", body: "[{\"a\":1.10},\"x\"]", form: .document,
            payloads: ["{\"a\":1.10}", "\"x\""]),
        Case(
            type: "application/json", body: "{\"events\":[{\"a\":1},{\"b\":2}],\"n\":2}", form: .document,
            payloads: ["{\"a\":1}", "{\"b\":2}"]),
        Case(
            type: "application/json", body: "{\n  \"data\": {\n    \"items\": [{\"a\":1}]\n  }\n}",
            form: .document, payloads: ["{\"a\":1}"]),
        Case(
            type: "application/json", body: "{\"steps\":[{\"a\":1}],\"tags\":[\"x\"]}", form: .document,
            payloads: ["{\"a\":1}"]),
        Case(
            type: "application/json", body: "{\"status\":\"running\"}", form: .document,
            payloads: ["{\"status\":\"running\"}"]),
        Case(type: "application/json", body: "{\"events\":[]}", form: .document, payloads: []),
        Case(type: "application/json", body: "null", form: .document, payloads: []),
        Case(type: "application/json", body: "{}", form: .document, payloads: []),
        Case(type: "application/json", body: "", form: .document, payloads: []),
        Case(
            type: "text/plain", body: "Working\nStill working\n", form: .jsonLines,
            payloads: ["Working", "Still working"]),
    ]

    @Test("is decoded by its type and its bytes, in every chunking", arguments: cases)
    func forms(of example: Case) throws {
        for chunks in chunkings(of: Array(example.body.utf8)) {
            let (events, form) = try decode(example.type, chunks)
            #expect(events.map { String(decoding: $0.payload, as: UTF8.self) } == example.payloads)
            #expect(form == example.form)
        }
    }

    @Test(
        "is rejected if it's an HTML page or incomplete JSON",
        arguments: [("text/html", "<html>"), ("application/json", "{\"a\":")])
    func refused(type: String, body: String) {
        #expect(throws: EventBodyError.self) { try decode(type, [Array(body.utf8)]) }
    }

    @Test("yields events as soon as they're complete")
    func prompt() throws {
        var decoder = EventBodyDecoder(contentType: "text/event-stream", maximumEventSize: 100)
        let first = try Array("data: a\n\n".utf8).withUnsafeBytes { try decoder.decode($0) }
        #expect(first.count == 1)
    }
}
