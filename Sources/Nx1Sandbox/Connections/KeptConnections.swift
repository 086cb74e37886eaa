package import HummingbirdCore
package import Logging
package import NIOCore

/// Connections that `Base` sets up and serves, kept until they are closed.
///
/// A connection may arrive when the sandbox has just ended, and then nothing handles it. NIO traps if a
/// `NIOAsyncChannel` is deallocated before its writer is finished. So the connection's value is retained until the
/// connection is closed, which finishes the writer, and releasing an unserved value closes the connection.
package struct KeptConnections<Base: ServerChildChannel>: ServerChildChannel {
    package final class Value: ServerChildChannelValue {
        let kept: Base.Value

        init(_ kept: Base.Value) {
            self.kept = kept
            channel.closeFuture.whenComplete { _ in withExtendedLifetime(kept) {} }
        }

        deinit {
            // Has no effect if the connection is closed.
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
            // Otherwise Hummingbird would wait for a client that never selects a protocol.
            value.channel.close(promise: nil)
        }
    }
}
