import Foundation

/// A host where nobody listens.
public enum ClosedPort {
    /// An address, `http://127.0.0.1:PORT`, where connecting is refused.
    public static func host() throws -> String {
        "http://127.0.0.1:\(try port.get())"
    }

    /// A port of a socket that is bound and doesn't listen. It is kept to the end of the process, so that no other server
    /// gets the port.
    private static let port = Result { () throws(ProgramFailure) -> UInt16 in
        #if os(Linux)
            let stream = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        #else
            let stream = SOCK_STREAM
        #endif
        let descriptor = socket(AF_INET, stream, 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutableBytes(of: &address) { bytes in
            guard let place = bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self) else { return false }
            return bind(descriptor, place, length) == 0 && getsockname(descriptor, place, &length) == 0
        }
        guard isBound else { throw ProgramFailure("No port of 127.0.0.1 can be had.") }
        return UInt16(bigEndian: address.sin_port)
    }
}
