import HummingbirdCore
import Logging
import NIOCore
import NIOHTTPTypes

/// Connections as `Base` sets them up and serves them, kept whole until they are closed.
///
/// A connection may arrive when the sandbox has just ended, and then nobody takes it. NIO ends the whole process when a
/// `NIOAsyncChannel` is let go of whose writer is not finished. So what belongs to the connection is held until it is closed,
/// which finishes the writer, and letting go of it unserved closes it.
struct KeptConnections<Base: ServerChildChannel>: ServerChildChannel {
    final class Value: ServerChildChannelValue {
        let kept: Base.Value

        init(_ kept: Base.Value) {
            self.kept = kept
            channel.closeFuture.whenComplete { _ in withExtendedLifetime(kept) {} }
        }

        deinit {
            // Without effect once it is closed.
            channel.close(promise: nil)
        }

        var channel: any Channel { kept.channel }
    }

    private let base: Base

    init(_ base: Base) {
        self.base = base
    }

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        base.setup(channel: channel, logger: logger).map(Value.init)
    }

    func handle(value: Value, logger: Logger) async {
        defer { withExtendedLifetime(value) {} }
        await withTaskCancellationHandler {
            await base.handle(value: value.kept, logger: logger)
        } onCancel: {
            // Hummingbird would wait for a client that never says which protocol it speaks.
            value.channel.close(promise: nil)
        }
    }
}

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
