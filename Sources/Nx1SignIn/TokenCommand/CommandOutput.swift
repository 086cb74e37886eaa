import NIOCore
import NIOPosix
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The output of a command so far.
final class CommandOutput: Sendable {
    private let largest: Int
    private let collected = Mutex<[UInt8]>([])

    init(largest: Int) {
        self.largest = largest
    }

    var bytes: [UInt8] { collected.withLock(\.self) }

    /// Collects the output of a pipe, and closes it at the end.
    func collect(from pipe: CInt) async throws {
        let channel: NIOAsyncChannel<ByteBuffer, Never>
        do {
            channel = try await NIOPipeBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .takingOwnershipOfDescriptor(input: pipe) { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try NIOAsyncChannel(wrappingChannelSynchronously: channel)
                    }
                }
        } catch {
            close(pipe)
            throw CommandRun.Failure.notRun
        }
        try await channel.executeThenClose { buffers in
            for try await buffer in buffers {
                let count = collected.withLock { collected in
                    collected.append(contentsOf: buffer.readableBytesView)
                    return collected.count
                }
                if count > largest { throw CommandRun.Failure.printedTooMuch }
            }
        }
    }
}
