import NIOCore
import NIOHTTPTypes

/// Keeps a stream of HTTP/2 open until all of its answer has left.
///
/// Hummingbird closes a stream as soon as its answer is written. NIO resets a stream that is closed, and what still waits for
/// the client to open its window (RFC 9113, section 5.2) would be lost: the end of every answer of more than 64 KiB.
final class WholeAnswers: ChannelOutboundHandler, RemovableChannelHandler {
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// When the last part has left, or can't any more.
    private var end: EventLoopFuture<Void>?

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard case .end = unwrapOutboundIn(data) else { return context.write(data, promise: promise) }
        let ending = promise ?? context.eventLoop.makePromise()
        end = ending.futureResult
        context.write(data, promise: ending)
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        // Any other mode is what the end of the sandbox asks for, which waits for nobody.
        guard mode == .all, let end else { return context.close(mode: mode, promise: promise) }
        let context = context.loopBound
        end.whenComplete { _ in context.value.close(mode: mode, promise: promise) }
    }
}
