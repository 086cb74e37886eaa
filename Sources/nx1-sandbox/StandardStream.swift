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
            let count = bytes.withUnsafeBytes { systemWrite(rawValue, $0) }
            if count > 0 {
                bytes = bytes.dropFirst(count)
            } else if errno != EINTR {
                throw WriteFailure(number: errno)
            }
        }
    }
}

/// The system's call, which the method of the same name hides.
private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    write(descriptor, bytes.baseAddress, bytes.count)
}
