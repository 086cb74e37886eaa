import Descriptors

/// Standard output or error, written without a buffer.
enum StandardStream: Int32 {
    case output = 1
    case error = 2

    /// The stream is closed, or what is behind it is full.
    struct WriteFailure: Error, CustomStringConvertible {
        let reason: SystemFailure

        var description: String {
            "The address and the key can't be written to standard output (\(reason))."
        }
    }

    /// Writes all of the text.
    func write(_ text: String) throws {
        do throws(SystemFailure) {
            try Descriptor.write(text.utf8, to: rawValue)
        } catch {
            throw WriteFailure(reason: error)
        }
    }
}
