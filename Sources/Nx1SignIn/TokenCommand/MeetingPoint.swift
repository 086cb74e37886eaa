import Descriptors
import Nx1HTTP

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Where processes of one user on one machine find each other by a name: the first is the host of those who come while it is
/// there.
///
/// The name is that of a local socket without a file (`unix(7)`, abstract), which is gone with its process. Other systems than
/// Linux have none, and each process is alone there.
enum MeetingPoint {
    case host(Host)
    case guest(Guest)
    /// Processes can't meet here.
    case nobody

    /// How long to wait before each look at whether something came.
    static let pause: Duration = .milliseconds(20)

    /// Becomes the host, or a guest of the one that is there.
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
                // Refused, or with a full queue: the host is about to leave, or busy. The guest finds nothing, and comes again.
                let isConnected = call { connect($0, $1, $2) }
                if !isConnected || isOurs(descriptor) { return .guest(Guest(descriptor: descriptor)) }
            }
            _ = systemClose(descriptor)
        #endif
        return .nobody
    }

    #if os(Linux)
        /// The address of a name; nil if it is too long for one.
        private static func address(_ name: String) -> (sockaddr_un, socklen_t)? {
            // The user is part of the name, so that nobody else takes it by chance.
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

    /// The one whom others wait for.
    struct Host {
        fileprivate let descriptor: Int32

        /// Hands `bytes` to all who came until now.
        func hand(_ bytes: [UInt8]) {
            while true {
                let guest = accept(descriptor, nil, nil)
                if guest < 0 {
                    if errno == EINTR || errno == ECONNABORTED { continue }
                    return
                }
                // A guest that has left needs nothing. What is sent stays readable when this process ends.
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

    /// One who waits for the host.
    struct Guest {
        fileprivate let descriptor: Int32

        /// Everything that the host hands over; nothing, if it ends without that.
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

// The system's calls, which the methods of the same names hide.

private func systemSend(_ descriptor: Int32, _ bytes: [UInt8], _ count: Int, _ flags: Int32) -> Int {
    send(descriptor, bytes, count, flags)
}

private func systemClose(_ descriptor: Int32) -> Int32 { close(descriptor) }
