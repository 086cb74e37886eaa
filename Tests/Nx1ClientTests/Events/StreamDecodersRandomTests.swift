import Nx1Client
import Testing

@Suite("Stream decoders")
struct StreamDecodersRandomTests {
    private static func bytes(_ parts: [String], seed: Int) -> [UInt8] {
        var generator = FixedSeedGenerator(seed: UInt64(seed))
        var bytes = (0..<60).flatMap { _ in
            Array(parts[Int.random(in: parts.indices, using: &generator)].utf8)
        }
        bytes[Int.random(in: bytes.indices, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
        return bytes
    }

    @Test("decode random server-sent events alike in every chunking", arguments: 0..<60)
    func serverSentEvents(_ seed: Int) throws {
        let bytes = Self.bytes(
            [
                "data", "event", "id", "retry", ":", ": ", " ", "\n", "\r", "\r\n", "\n\n", "x", "é", "\u{0}",
                "12",
            ],
            seed: seed)
        var whole = ServerSentEventDecoder()
        let events = try whole.decode(bytes)
        for chunks in chunkings(of: bytes) {
            var decoder = ServerSentEventDecoder()
            #expect(try chunks.flatMap { try decoder.decode($0) } == events)
            #expect(decoder.lastEventID == whole.lastEventID)
            #expect(decoder.reconnectionTime == whole.reconnectionTime)
        }
    }

    @Test("decode random lines alike in every chunking", arguments: 0..<60)
    func jsonLines(_ seed: Int) throws {
        let bytes = Self.bytes(["{}", "[", "\n", "\r", "\r\n", " ", "é", "\u{1E}", "\u{FEFF}"], seed: seed)
        var whole = JSONLinesDecoder()
        let lines = try whole.decode(bytes)
        let last = whole.finish()
        for chunks in chunkings(of: bytes) {
            var decoder = JSONLinesDecoder()
            #expect(try chunks.flatMap { try decoder.decode($0) } == lines)
            #expect(decoder.finish() == last)
            #expect(decoder.finish() == nil)
        }
    }

    @Test("handle record separators and invalid UTF-8")
    func oddLines() throws {
        var decoder = JSONLinesDecoder()
        let lines = try decoder.decode([0x1E, 0x31, 0x0A, 0x1E, 0x1E, 0xFF, 0x00, 0x0D, 0x0A, 0x1E, 0x0A])
        #expect(lines == [[0x31], [0xFF, 0x00]])
    }

    @Test(
        "enforce the size limit in every chunking",
        arguments: [
            "data: 123456789012345\n\n", "data: 12345678901\ndata: 1\n\n", ": a comment that never ends",
            "data:1\ndata:2\ndata:3\ndata:4\ndata:5\ndata:6\ndata:7\n\n",
        ])
    func limit(_ text: String) {
        for chunks in chunkings(of: Array(text.utf8)) {
            var decoder = ServerSentEventDecoder(maximumEventSize: 13)
            let error = #expect(throws: EventSizeExceeded.self) {
                for chunk in chunks { _ = try decoder.decode(chunk) }
            }
            #expect("\(error, default: "")".contains("larger than the limit of 13 bytes"))
        }
    }

    @Test("start with the last event id of the stream that they continue")
    func continued() throws {
        var decoder = ServerSentEventDecoder(lastEventID: "7")
        #expect(decoder.lastEventID == "7")
        #expect(try decoder.decode(Array("data: a\n\n".utf8)) == [ServerSentEvent(data: "a", id: "7")])
    }

    @Test("stop at an error of the receiver")
    func receiverThrows() {
        struct Enough: Error {}
        var decoder = ServerSentEventDecoder()
        var count = 0
        #expect(throws: Enough.self) {
            try Array("data: 1\n\ndata: 2\n\n".utf8).withUnsafeBytes { bytes in
                try decoder.decode(bytes) { _ in
                    count += 1
                    throw Enough()
                }
            }
        }
        #expect(count == 1)
    }

    @Test(
        "decode unusual streams by the standard",
        arguments: [
            ([0xEF, 0xBB] + Array("data: a\n\ndata: b\n\n".utf8), ["b"]),
            (Array("\u{FEFF}\n\ndata: a\n\n".utf8), ["a"]),
            (Array("data: \u{FEFF}a\n\n".utf8), ["\u{FEFF}a"]),
            (Array("data: a\r\r\ndata: b\r\r\n".utf8), ["a", "b"]),
            (Array("data: a\n\rdata: b\n\r".utf8), ["a", "b"]),
            (Array("data:\ndata: a\ndata\n\n".utf8), ["\na\n"]),
            (Array("data: ".utf8) + [0xE2, 0x82, 0x0A, 0x0A], ["\u{FFFD}"]),
            (Array("data: ".utf8) + [0xED, 0xA0, 0x80, 0x0A, 0x0A], ["\u{FFFD}\u{FFFD}\u{FFFD}"]),
            ([0xFF] + Array("data: a\ndata: b\n\n".utf8), ["b"]),
            (Array("data\u{301}: x\ndata: y\n\n".utf8), ["y"]),
        ] as [([UInt8], [String])])
    func oddStreams(_ bytes: [UInt8], _ data: [String]) throws {
        for chunks in chunkings(of: bytes) {
            var decoder = ServerSentEventDecoder()
            #expect(try chunks.flatMap { try decoder.decode($0) }.map(\.data) == data)
        }
    }
}
