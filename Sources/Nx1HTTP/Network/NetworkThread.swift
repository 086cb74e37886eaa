package import NIOCore
import NIOPosix

/// The thread that reads and writes for all clients of a process.
///
/// One is faster than all services answer. NIO's own group, which a program could share, has one a core, and each of them costs
/// every start of a program and every question of one that asks one and ends.
package enum NetworkThread {
    /// It begins when it is first used, and ends with the process.
    package static let group: any EventLoopGroup = MultiThreadedEventLoopGroup(numberOfThreads: 1)
}
