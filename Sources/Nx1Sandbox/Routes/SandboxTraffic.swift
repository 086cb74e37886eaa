import NIOCore
import Synchronization

/// The traffic that a sandbox has received so far.
public struct SandboxTraffic: Sendable, Hashable {
    /// Accepted connections.
    public var connections = 0
    /// Requests over HTTP/1.1.
    public var http1Requests = 0
    /// Requests over HTTP/2.
    public var http2Requests = 0
}

/// Counts the traffic.
final class TrafficCount: Sendable {
    private let counted = Mutex(SandboxTraffic())

    var current: SandboxTraffic { counted.withLock { $0 } }

    func countRequest(isHTTP2: Bool) {
        counted.withLock { isHTTP2 ? ($0.http2Requests += 1) : ($0.http1Requests += 1) }
    }

    /// Counts the connections that `listener` accepts from now on.
    func countConnections(of listener: any Channel) async throws {
        try await listener.pipeline.addHandler(Counter(count: self), position: .first).get()
    }

    private final class Counter: ChannelInboundHandler, Sendable {
        typealias InboundIn = any Channel

        private let count: TrafficCount

        init(count: TrafficCount) {
            self.count = count
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            count.counted.withLock { $0.connections += 1 }
            context.fireChannelRead(data)
        }
    }
}
