import Foundation

/// A free port of 127.0.0.1, reserved for the lifetime of the object. A server that sets `SO_REUSEADDR` can listen on
/// it. Until then, connections are refused.
final class ReservedPort: Sendable {
    let number: Int
    private let descriptor: Int32

    init() throws {
        #if os(Linux)
            let stream = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        #else
            let stream = SOCK_STREAM
        #endif
        let descriptor = socket(AF_INET, stream, 0)
        var yes: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutableBytes(of: &address) { bytes in
            guard let place = bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self) else { return false }
            return bind(descriptor, place, length) == 0 && getsockname(descriptor, place, &length) == 0
        }
        guard isBound else {
            close(descriptor)
            throw ProgramFailure("Couldn't bind a port of 127.0.0.1.")
        }
        self.descriptor = descriptor
        number = Int(UInt16(bigEndian: address.sin_port))
    }

    deinit {
        close(descriptor)
    }
}
