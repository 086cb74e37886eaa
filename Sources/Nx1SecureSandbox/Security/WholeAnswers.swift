import NIOCore
import NIOHTTPTypes

/// Keeps an HTTP/2 stream open until the whole response has been sent.
///
/// Hummingbird closes a stream as soon as its response is written. NIO resets a closed stream, so data that waits for
/// the client to open its window (RFC 9113, section 5.2) would be lost: the end of every response of more than 64
/// KiB.
final class WholeAnswers: ChannelOutboundHandler, RemovableChannelHandler {
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// Completes when the last part has been sent, or can't be sent.
    private var end: EventLoopFuture<Void>?

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard case .end = unwrapOutboundIn(data) else { return context.write(data, promise: promise) }
        let ending = promise ?? context.eventLoop.makePromise()
        end = ending.futureResult
        context.write(data, promise: ending)
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        // Other modes come from the end of the sandbox, which doesn't wait.
        guard mode == .all, let end else { return context.close(mode: mode, promise: promise) }
        let context = context.loopBound
        end.whenComplete { _ in context.value.close(mode: mode, promise: promise) }
    }
}
