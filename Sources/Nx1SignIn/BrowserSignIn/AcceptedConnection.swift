package import NIOCore

/// A connection that a listener of this machine accepted, kept whole until it is closed.
///
/// It may arrive when the listener has just stopped, and then nobody takes it. NIO ends the whole process when a
/// `NIOAsyncChannel` is let go of whose writer is not finished. So its channel is held until it is closed, which finishes the
/// writer, and letting go of this closes it.
package final class AcceptedConnection<Inbound: Sendable, Outbound: Sendable>: Sendable {
    package typealias Reader = NIOAsyncChannelInboundStream<Inbound>
    package typealias Writer = NIOAsyncChannelOutboundWriter<Outbound>

    private let connection: NIOAsyncChannel<Inbound, Outbound>

    /// Has to be called in the event loop of the channel, like what it does.
    package init(wrappingChannelSynchronously channel: any Channel) throws {
        let connection = try NIOAsyncChannel<Inbound, Outbound>(wrappingChannelSynchronously: channel)
        channel.closeFuture.whenComplete { _ in withExtendedLifetime(connection) {} }
        self.connection = connection
    }

    deinit {
        // Without effect once it is closed.
        channel.close(promise: nil)
    }

    package var channel: any Channel { connection.channel }

    /// Serves it once, and closes it afterwards.
    package func executeThenClose<Result>(
        _ body: (Reader, Writer) async throws -> Result
    ) async throws -> Result {
        defer { withExtendedLifetime(self) {} }
        return try await connection.executeThenClose(body)
    }
}
