import NIOCore
import NIOHTTP1

/// An answer of the service, serialized again, so that the meaning of each byte is known.
struct AnswerBytes {
    let head: [UInt8]
    let isChunked: Bool
    /// Whether the connection can't be reused after this answer.
    let isLast: Bool
    let isEventStream: Bool

    init(_ head: HTTPResponseHead) {
        var text = "HTTP/1.1 \(head.status.code) \(head.status.reasonPhrase)\r\n"
        let hasNoBody = head.status == .noContent || head.status == .notModified
        isChunked = !hasNoBody && !head.headers.contains(name: "Content-Length")
        isLast = head.headers["Connection"].contains("close")
        isEventStream = head.headers["Content-Type"].contains { $0.hasPrefix("text/event-stream") }
        for (name, value) in head.headers where name.lowercased() != "transfer-encoding" {
            text += "\(name): \(value)\r\n"
        }
        self.head = Array((text + (isChunked ? "Transfer-Encoding: chunked\r\n\r\n" : "\r\n")).utf8)
    }

    /// Encodes a piece of the body, as a chunk (RFC 9112, section 7.1) if the body is chunked.
    func piece(_ bytes: some Collection<UInt8>) -> [UInt8] {
        if bytes.isEmpty { return [] }
        guard isChunked else { return Array(bytes) }
        return Array((String(bytes.count, radix: 16) + "\r\n").utf8) + bytes + Array("\r\n".utf8)
    }

    var end: [UInt8] { isChunked ? Array("0\r\n\r\n".utf8) : [] }
}
