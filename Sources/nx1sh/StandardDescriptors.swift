import Descriptors
import ShellInput
import ShellOutput
import ShellSession

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The standard descriptors of a process that was started with some of them closed.
enum StandardDescriptors {
    /// Opens /dev/null in place of closed descriptors, so that no connection or file gets one of their numbers and
    /// receives output meant for people. Reading stdin then fails, and so does writing to the others.
    static func fill() {
        for descriptor: Int32 in 0...2 where fcntl(descriptor, F_GETFD) < 0 {
            // `open` returns the lowest free number, which is `descriptor`.
            _ = open("/dev/null", descriptor == 0 ? O_WRONLY : O_RDONLY)
        }
    }
}

/// The file of `--events`. It stays open until the process ends.
enum EventFile {
    /// Opens `path` for writing and truncates it; `-` is stdout.
    static func sink(at path: String) throws -> ByteSink {
        if path == "-" { return ByteSink(fileDescriptor: 1) }
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw Failure(description: "Couldn't write \(path): \(SystemFailure(errno: errno)).")
        }
        return ByteSink(fileDescriptor: descriptor)
    }

    struct Failure: UsageError {
        let description: String
    }
}

/// The pre-shared key from a file or stdin.
enum KeyFile {
    static func read(_ path: String) throws -> String {
        let files = InputFiles.onDisk(home: nil, limit: 64 << 10)
        return String(decoding: try files.bytes(at: path == "-" ? "/dev/stdin" : path), as: UTF8.self)
    }
}
