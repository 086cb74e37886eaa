import NIOCore
import NIOPosix

/// Connects to a port of this machine repeatedly and sends a byte each time, until connections are refused. Then
/// waits until the other side has closed every connection.
public func connectUntilRefused(port: Int) async {
    await withDiscardingTaskGroup { group in
        let bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        // The loop is bounded because another process may get the port next.
        for _ in 0..<500 {
            guard let channel = try? await bootstrap.connect(host: "127.0.0.1", port: port).get() else {
                return
            }
            // TCP can connect a free port to itself.
            if channel.localAddress == channel.remoteAddress { channel.close(promise: nil) }
            // A connection accepted while the port was closing has no peer. Only a write reveals that.
            channel.writeAndFlush(ByteBuffer(string: "G"), promise: nil)
            // A reset counts as closed.
            group.addTask { try? await channel.closeFuture.get() }
        }
    }
}
