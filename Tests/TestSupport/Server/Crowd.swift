import NIOCore
import NIOPosix

/// Connects to a port of this machine again and again and sends a little, until nobody listens there; then waits until every
/// connection has been closed by the other side.
public func connectUntilRefused(port: Int) async {
    await withDiscardingTaskGroup { group in
        let bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        // Bounded, as somebody else may get the port next.
        for _ in 0..<500 {
            guard let channel = try? await bootstrap.connect(host: "127.0.0.1", port: port).get() else {
                return
            }
            // A port that nobody listens on can be connected with itself.
            if channel.localAddress == channel.remoteAddress { channel.close(promise: nil) }
            // A connection that the system made while the port was being closed has no other side, and learns it only so.
            channel.writeAndFlush(ByteBuffer(string: "G"), promise: nil)
            // A reset is as good an end as any.
            group.addTask { try? await channel.closeFuture.get() }
        }
    }
}
