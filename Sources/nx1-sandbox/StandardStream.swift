import Descriptors

/// Standard output or error, written without a buffer.
enum StandardStream: Int32 {
    case output = 1
    case error = 2

    /// The stream is closed, or its destination is full.
    struct WriteFailure: Error, CustomStringConvertible {
        let reason: SystemFailure

        var description: String {
            "Couldn't write the address and the key to standard output: \(reason)."
        }
    }

    /// Writes the whole text.
    func write(_ text: String) throws {
        do throws(SystemFailure) {
            try Descriptor.write(text.utf8, to: rawValue)
        } catch {
            throw WriteFailure(reason: error)
        }
    }
}
