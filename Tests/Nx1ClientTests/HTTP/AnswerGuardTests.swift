import NIOCore
import NIOEmbedded
import NIOHPACK
import NIOHTTP1
import NIOHTTP2
import Testing

@testable import Nx1HTTP

@Suite("A response for the HTTP client")
struct AnswerGuardTests {
    private func head(_ code: Int) -> HTTPClientResponsePart {
        .head(HTTPResponseHead(version: .http1_1, status: .init(statusCode: code)))
    }

    /// The number of parts that pass, and whether there was an error.
    private func pass(_ parts: [HTTPClientResponsePart]) throws -> (count: Int, failed: Bool) {
        let channel = EmbeddedChannel(handler: AnswerGuard())
        var failed = false
        for part in parts {
            do { try channel.writeInbound(part) } catch { failed = true }
        }
        var count = 0
        while try channel.readInbound(as: HTTPClientResponsePart.self) != nil { count += 1 }
        _ = try? channel.finish()
        return (count, failed)
    }

    @Test(
        "with an invalid status is a connection error", arguments: [0, 1, 99, 1000, 65_535])
    func status(code: Int) throws {
        #expect(try pass([head(code), .end(nil)]) == (0, true))
    }

    @Test(
        "passes unchanged if it has a head, a body and an end",
        arguments: [101, 200, 204, 404, 599, 999])
    func whole(code: Int) throws {
        let parts = [head(code), .body(ByteBuffer(string: "x")), .end(nil)]
        #expect(try pass([head(103), head(100)] + parts + parts) == (8, false))
    }

    @Test("without a head, or with two, is a connection error")
    func disorder() throws {
        #expect(try pass([head(100), .end(nil)]) == (1, true))
        #expect(try pass([.end(nil)]) == (0, true))
        #expect(try pass([.body(ByteBuffer(string: "x"))]) == (0, true))
        #expect(try pass([head(200), head(200), .end(nil)]) == (1, true))
    }

    @Test(
        "over HTTP/2 is rejected before its status is parsed as a number",
        arguments: [
            ("200", true), ("599", true), ("-1", false), ("-9223372036854775808", false),
            ("99999999999999999999", false),
            ("0", false), ("", false), ("2 0", false), ("+20", false), ("２００", false),
        ])
    func overHTTP2(status: String, isTaken: Bool) throws {
        let channel = EmbeddedChannel(handler: StatusGuard())
        defer { _ = try? channel.finish() }
        let frame = HTTP2Frame.FramePayload.headers(.init(headers: HPACKHeaders([(":status", status)])))
        if isTaken {
            try channel.writeInbound(frame)
        } else {
            #expect(throws: InvalidAnswer.self) { try channel.writeInbound(frame) }
        }
        #expect(try (channel.readInbound(as: HTTP2Frame.FramePayload.self) != nil) == isTaken)
    }
}
