#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Standard output or error, written without a buffer.
enum StandardStream: Int32 {
    case output = 1
    case error = 2

    /// The stream is closed, or what is behind it is full.
    struct WriteFailure: Error, CustomStringConvertible {
        let number: Int32

        var description: String {
            "The address and the key can't be written to standard output (\(String(cString: strerror(number))))."
        }
    }

    /// Writes all of the text.
    func write(_ text: String) throws {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            #if canImport(Glibc)
                let count = bytes.withUnsafeBytes { Glibc.write(rawValue, $0.baseAddress, $0.count) }
            #else
                let count = bytes.withUnsafeBytes { Darwin.write(rawValue, $0.baseAddress, $0.count) }
            #endif
            if count > 0 {
                bytes = bytes.dropFirst(count)
            } else if errno != EINTR {
                throw WriteFailure(number: errno)
            }
        }
    }
}
