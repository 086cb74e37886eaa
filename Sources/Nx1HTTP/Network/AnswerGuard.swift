import AsyncHTTPClient
import NIOCore
import NIOHPACK
import NIOHTTP1
import NIOHTTP2

/// Passes to async-http-client only well-formed responses: a head with a three-digit status from 100, a body, an end,
/// in this order. Anything else, such as the status 099, would make it trap; here it becomes a connection error.
final class AnswerGuard: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias InboundOut = HTTPClientResponsePart

    private enum Place {
        case beforeHead, inBody, refused
    }

    private var place = Place.beforeHead

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch (place, unwrapInboundIn(data)) {
        case (.beforeHead, .head(let head)):
            switch head.status.code {
            // An interim response (RFC 9110, section 15.2), which has no end.
            case 100, 102..<200: break
            case 101, 200..<1000: place = .inBody
            default: return refuse(context)
            }
        case (.inBody, .body): break
        case (.inBody, .end): place = .beforeHead
        case (.refused, _): return
        case (.beforeHead, _), (.inBody, .head): return refuse(context)
        }
        context.fireChannelRead(data)
    }

    private func refuse(_ context: ChannelHandlerContext) {
        place = .refused
        context.fireErrorCaught(InvalidAnswer())
        context.close(promise: nil)
    }
}

/// The response isn't valid HTTP.
struct InvalidAnswer: Error {}

/// Rejects an HTTP/2 response whose status isn't three digits (RFC 9110, section 15) before it's parsed as a number.
final class StatusGuard: ChannelInboundHandler {
    typealias InboundIn = HTTP2Frame.FramePayload
    typealias InboundOut = HTTP2Frame.FramePayload

    private var isRefused = false

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if isRefused { return }
        guard case .headers(let headers) = unwrapInboundIn(data),
            !headers.headers[":status"].allSatisfy(Self.isStatus)
        else { return context.fireChannelRead(data) }
        isRefused = true
        context.fireErrorCaught(InvalidAnswer())
        context.close(promise: nil)
    }

    private static func isStatus(_ text: String) -> Bool {
        text.utf8.count == 3 && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }
}

extension HTTPClient.Configuration {
    /// Installs the guards before the response decoders of each connection and each HTTP/2 stream.
    mutating func guardAnswers() {
        http1_1ConnectionDebugInitializer = { channel in
            channel.eventLoop.submit {
                let pipeline = channel.pipeline.syncOperations
                let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPResponseDecoder>.self)
                try pipeline.addHandler(AnswerGuard(), position: .after(decoder))
            }
        }
        http2StreamChannelDebugInitializer = { channel in
            channel.eventLoop.submit {
                let pipeline = channel.pipeline.syncOperations
                let codec = try pipeline.handler(type: HTTP2FramePayloadToHTTP1ClientCodec.self)
                try pipeline.addHandler(StatusGuard(), position: .before(codec))
                try pipeline.addHandler(AnswerGuard(), position: .after(codec))
            }
        }
    }
}
