package import HummingbirdCore
package import Logging
package import NIOCore

/// Connections as `Base` sets them up and serves them, kept whole until they are closed.
///
/// A connection may arrive when the sandbox has just ended, and then nobody takes it. NIO ends the whole process when a
/// `NIOAsyncChannel` is let go of whose writer is not finished. So what belongs to the connection is held until it is closed,
/// which finishes the writer, and letting go of it unserved closes it.
package struct KeptConnections<Base: ServerChildChannel>: ServerChildChannel {
    package final class Value: ServerChildChannelValue {
        let kept: Base.Value

        init(_ kept: Base.Value) {
            self.kept = kept
            channel.closeFuture.whenComplete { _ in withExtendedLifetime(kept) {} }
        }

        deinit {
            // Without effect once it is closed.
            channel.close(promise: nil)
        }

        package var channel: any Channel { kept.channel }
    }

    private let base: Base

    package init(_ base: Base) {
        self.base = base
    }

    package func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        base.setup(channel: channel, logger: logger).map(Value.init)
    }

    package func handle(value: Value, logger: Logger) async {
        defer { withExtendedLifetime(value) {} }
        await withTaskCancellationHandler {
            await base.handle(value: value.kept, logger: logger)
        } onCancel: {
            // Hummingbird would wait for a client that never says which protocol it speaks.
            value.channel.close(promise: nil)
        }
    }
}
