import ShellInput
import ShellOutput
import ShellSession

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// stdin, stdout and stderr of a process that was started without some of them.
enum StandardDescriptors {
    /// Takes the places of those that are closed, so that no connection or file gets one of their numbers and with it
    /// what is meant for people. Reading stdin then fails, and so does writing to the others.
    static func fill() {
        for descriptor: Int32 in 0...2 where fcntl(descriptor, F_GETFD) < 0 {
            // The lowest free number is the one that is missing.
            _ = open("/dev/null", descriptor == 0 ? O_WRONLY : O_RDONLY)
        }
    }
}

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

    struct Failure: UsageError {
        let description: String
    }
}

/// A key that is kept in a file, or comes on stdin.
enum KeyFile {
    static func read(_ path: String) throws -> String {
        let files = InputFiles.onDisk(home: nil, limit: 64 << 10)
        return String(decoding: try files.bytes(at: path == "-" ? "/dev/stdin" : path), as: UTF8.self)
    }
}
