import NIOCore
import NIOEmbedded
import NIOHTTP1
import Testing

@testable import Nx1HTTP

@Suite("Random bytes as a response")
struct AnswerGuardRandomTests {
    /// The invariants of response parts on which async-http-client traps.
    private final class Expectation: ChannelInboundHandler {
        typealias InboundIn = HTTPClientResponsePart
        var isInBody = false
        var isBroken = false
        var statuses: Set<UInt> = []

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .head(let head):
                statuses.insert(head.status.code)
                isBroken = isBroken || isInBody
                isInBody = head.status.code >= 200 || head.status == .switchingProtocols
            case .body: isBroken = isBroken || !isInBody
            case .end:
                isBroken = isBroken || !isInBody
                isInBody = false
            }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {}
    }

    private static let lines = [
        "HTTP/1.1 200 OK", "HTTP/1.1 099 X", "HTTP/1.1 000 X", "HTTP/1.1 100 Continue",
        "HTTP/1.1 101 Switching",
        "HTTP/1.1 204 No", "HTTP/1.1 304 Same", "HTTP/1.0 200 OK", "HTTP/1.1 999 X", "HTTP/1.1 1000 X",
        "HTTP/1.1 -1 X",
        "HTTP/1.1 199 X", "SSH-2.0-x",
    ]
    private static let fields = [
        "Content-Length: 2", "Content-Length: 0", "Content-Length: -1",
        "Content-Length: 99999999999999999999",
        "Transfer-Encoding: chunked", "Connection: close", "Connection: keep-alive", "Upgrade: x", "X:", ":",
        "X: \u{0}",
    ]
    private static let bodies = [
        "", "{}", "2\r\n{}\r\n0\r\n\r\n", "ffffffffffffffff\r\n", "0\r\nX: y\r\n\r\n", "x",
    ]

    private func bytes(_ chance: inout FixedSeedGenerator) -> [UInt8] {
        var text = ""
        for _ in 0..<Int.random(in: 1...3, using: &chance) {
            text += (Self.lines.randomElement(using: &chance) ?? "") + "\r\n"
            for _ in 0..<Int.random(in: 0...3, using: &chance) {
                text += (Self.fields.randomElement(using: &chance) ?? "") + "\r\n"
            }
            text += "\r\n" + (Self.bodies.randomElement(using: &chance) ?? "")
        }
        var bytes = Array(text.utf8)
        for _ in 0..<Int.random(in: 0...3, using: &chance) where Bool.random(using: &chance) {
            bytes[Int.random(in: bytes.indices, using: &chance)] = UInt8.random(in: 0...255, using: &chance)
        }
        return bytes
    }

    @Test("reach the HTTP client as a well-formed response, or not at all", arguments: 0..<8)
    func order(seed: Int) throws {
        var chance = FixedSeedGenerator(seed: UInt64(seed))
        var statuses: Set<UInt> = []
        for _ in 0..<2000 {
            let expectation = Expectation()
            let channel = EmbeddedChannel()
            let pipeline = channel.pipeline.syncOperations
            let decoder = HTTPResponseDecoder(
                leftOverBytesStrategy: .dropBytes, informationalResponseStrategy: .forward)
            try pipeline.addHandlers(
                [HTTPRequestEncoder(), ByteToMessageHandler(decoder), AnswerGuard(), expectation])
            let head = HTTPRequestHead(version: .http1_1, method: .GET, uri: "/", headers: ["Host": "a"])
            try channel.writeOutbound(HTTPClientRequestPart.head(head))
            try channel.writeOutbound(HTTPClientRequestPart.end(nil))
            var rest = bytes(&chance)[...]
            let whole = rest
            while !rest.isEmpty {
                let count = Int.random(in: 1...40, using: &chance)
                _ = try? channel.writeInbound(ByteBuffer(bytes: rest.prefix(count)))
                rest = rest.dropFirst(count)
            }
            _ = try? channel.finish()
            #expect(!expectation.isBroken, "\(String(decoding: whole, as: UTF8.self))")
            statuses.formUnion(expectation.statuses)
        }
        #expect(
            statuses.contains(200) && statuses.contains(101)
                && statuses.allSatisfy { (100..<1000).contains($0) })
    }
}
