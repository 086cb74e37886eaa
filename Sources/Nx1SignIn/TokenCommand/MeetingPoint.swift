import Descriptors
import Nx1HTTP

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A rendezvous for processes of one user on one machine: the first process to join a name is the host of the others.
///
/// The name belongs to an abstract local socket (`unix(7)`), which disappears with its process. Systems other than
/// Linux have no abstract sockets, so each process is alone there.
enum MeetingPoint {
    case host(Host)
    case guest(Guest)
    /// No rendezvous is possible.
    case nobody

    /// The pause between polls.
    static let pause: Duration = .milliseconds(20)

    /// Becomes the host, or a guest of the current host.
    static func join(_ name: String) -> MeetingPoint {
        #if os(Linux)
            guard let (address, length) = address(name) else { return .nobody }
            let descriptor = socket(
                AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
            guard descriptor >= 0 else { return .nobody }
            func call(_ function: (Int32, UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Bool {
                withUnsafePointer(to: address) { pointer in
                    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                        function(descriptor, $0, length) == 0
                    }
                }
            }
            if call({ bind($0, $1, $2) }) {
                if listen(descriptor, 4096) == 0 { return .host(Host(descriptor: descriptor)) }
            } else if errno == EADDRINUSE {
                // If the connection is refused or the queue is full, the host is about to exit or busy. The guest
                // receives nothing and tries again.
                let isConnected = call { connect($0, $1, $2) }
                if !isConnected || isOurs(descriptor) { return .guest(Guest(descriptor: descriptor)) }
            }
            _ = systemClose(descriptor)
        #endif
        return .nobody
    }

    #if os(Linux)
        /// The address of a name; nil if the name is too long.
        private static func address(_ name: String) -> (sockaddr_un, socklen_t)? {
            // The name includes the user, so that other users don't take it by accident.
            let bytes = Array("\0nx1-\(getuid())-\(name)".utf8)
            var address = sockaddr_un()
            address.sun_family = sa_family_t(AF_UNIX)
            let offset = MemoryLayout<sockaddr_un>.offset(of: \.sun_path) ?? 2
            guard bytes.count <= MemoryLayout<sockaddr_un>.size - offset else { return nil }
            withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
            return (address, socklen_t(offset + bytes.count))
        }
    #endif

    /// Whether the process at the other end belongs to the same user.
    fileprivate static func isOurs(_ descriptor: Int32) -> Bool {
        #if os(Linux)
            // `struct ucred`: process, user, group (socket(7), SO_PEERCRED).
            var credentials: (pid_t, uid_t, gid_t) = (0, 0, 0)
            var length = socklen_t(MemoryLayout.size(ofValue: credentials))
            return getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &credentials, &length) == 0
                && credentials.1 == getuid()
        #else
            return false
        #endif
    }

    /// The process that the guests wait for.
    struct Host {
        fileprivate let descriptor: Int32

        /// Sends `bytes` to all guests that have connected.
        func hand(_ bytes: [UInt8]) {
            while true {
                let guest = accept(descriptor, nil, nil)
                if guest < 0 {
                    if errno == EINTR || errno == ECONNABORTED { continue }
                    return
                }
                // A failure to send is ignored: that guest has left. Sent bytes stay readable after this process ends.
                if isOurs(guest) { send(bytes, to: guest) }
                _ = systemClose(guest)
            }
        }

        private func send(_ bytes: [UInt8], to guest: Int32) {
            #if os(Linux)
                let flags = Int32(MSG_NOSIGNAL)
            #else
                let flags: Int32 = 0
            #endif
            _ = systemSend(guest, bytes, bytes.count, flags)
        }

        func close() { _ = systemClose(descriptor) }
    }

    /// A process that waits for the host.
    struct Guest {
        fileprivate let descriptor: Int32

        /// Receives the host's bytes; none if the host exits without sending.
        /// - Throws: `CancellationError`.
        func receive(at time: Timekeeper) async throws -> [UInt8] {
            var bytes: [UInt8] = []
            while bytes.count <= 1 << 20 {
                do throws(SystemFailure) {
                    let chunk = try Descriptor.read(upTo: 64 << 10, from: descriptor)
                    if chunk.isEmpty { break }
                    bytes += chunk
                } catch {
                    guard error.errno == EAGAIN else { return [] }
                    try await time.sleep(MeetingPoint.pause)
                }
            }
            return bytes
        }

        func close() { _ = systemClose(descriptor) }
    }
}

// The system calls, which the methods of the same names shadow.

private func systemSend(_ descriptor: Int32, _ bytes: [UInt8], _ count: Int, _ flags: Int32) -> Int {
    send(descriptor, bytes, count, flags)
}

private func systemClose(_ descriptor: Int32) -> Int32 { close(descriptor) }
