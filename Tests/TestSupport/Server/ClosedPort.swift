import Foundation

/// A host that refuses connections.
public enum ClosedPort {
    /// A host, `http://127.0.0.1:PORT`, that refuses connections.
    public static func host() throws -> String {
        "http://127.0.0.1:\(try port.get())"
    }

    /// The port of a socket that is bound but doesn't listen. It stays bound until the process ends, so that no server
    /// can get the port.
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
        guard isBound else { throw ProgramFailure("Couldn't bind a port of 127.0.0.1.") }
        return UInt16(bigEndian: address.sin_port)
    }
}
