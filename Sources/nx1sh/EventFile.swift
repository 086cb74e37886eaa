import Nx1Shell
import ShellOutput

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The file of `--events`. It stays open to the end of the process.
enum EventFile {
    /// Opens `path` for writing from its beginning; `-` is stdout.
    static func sink(at path: String) throws -> ByteSink {
        if path == "-" { return ByteSink(fileDescriptor: 1) }
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw Failure(description: "\(path) can't be written: \(String(cString: strerror(errno))).")
        }
        return ByteSink(fileDescriptor: descriptor)
    }

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }
}
