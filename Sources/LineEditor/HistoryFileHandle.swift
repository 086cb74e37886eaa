import Descriptors

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// An open history file. Closed, and thereby unlocked, when destroyed.
struct HistoryFileHandle: ~Copyable {
    let path: String
    private let descriptor: Int32

    deinit { close(descriptor) }

    /// Opens a file for reading; nil if it doesn't exist.
    init?(reading path: String) throws(HistoryFailure) {
        // Nonblocking, so that a pipe in its place can't cause a wait.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        if descriptor == -1 {
            if errno == ENOENT { return nil }
            throw HistoryFailure("read", path, errno)
        }
        try Self.check(descriptor, path, "read")
        self.init(path: path, descriptor: descriptor)
    }

    /// Creates a file with mode 0600, or truncates an existing one.
    init(creating path: String) throws(HistoryFailure) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor != -1 else { throw HistoryFailure("write", path, errno) }
        self.init(path: path, descriptor: descriptor)
    }

    /// Opens a file for reading and appending and locks it. Creates it with mode 0600 if it is missing.
    init(locking path: String) throws(HistoryFailure) {
        // A round fails only if another shell trims the file at that moment; ten failures in a row don't happen.
        for _ in 0..<10 {
            let handle = try Self(appendingTo: path)
            // Appending is safe without the lock, except while another shell trims.
            Descriptor.lock(handle.descriptor, patience: 200)
            if handle.isStillAtPath {
                self = handle
                return
            }
        }
        throw HistoryFailure("lock", path, EAGAIN)
    }

    private init(appendingTo path: String) throws(HistoryFailure) {
        let descriptor = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0o600)
        guard descriptor != -1 else { throw HistoryFailure("write", path, errno) }
        try Self.check(descriptor, path, "write")
        self.init(path: path, descriptor: descriptor)
        var status = stat()
        // History is private, so restrict an older file that others can read.
        if fstat(descriptor, &status) == 0, status.st_mode & 0o077 != 0 { fchmod(descriptor, 0o600) }
    }

    private init(path: String, descriptor: Int32) {
        self.path = path
        self.descriptor = descriptor
    }
}

extension HistoryFileHandle {
    /// The maximum number of bytes to read, about a hundred times a typical history.
    private static let limit = 64 << 20

    /// Closes descriptors that aren't suitable for a history.
    private static func check(
        _ descriptor: Int32, _ path: String, _ action: String
    ) throws(HistoryFailure) {
        let kind = FileKind(of: descriptor)
        if kind == .regular || kind == .null { return }
        close(descriptor)
        if kind == .folder { throw HistoryFailure(action, path, EISDIR) }
        throw HistoryFailure(action, path, why: "it is \(kind.name), not a regular file")
    }

    /// The file's lines, without newlines and empty lines.
    borrowing func lines() throws(HistoryFailure) -> [ArraySlice<UInt8>] {
        do throws(SystemFailure) {
            guard let bytes = try Descriptor.readAll(from: descriptor, limit: Self.limit) else {
                throw SystemFailure(errno: EFBIG)
            }
            return bytes.split(separator: UInt8(ascii: "\n"))
        } catch {
            throw HistoryFailure("read", path, error.errno)
        }
    }

    borrowing func write(_ bytes: [UInt8]) throws(HistoryFailure) {
        do throws(SystemFailure) {
            try Descriptor.write(bytes, to: descriptor)
        } catch {
            throw HistoryFailure("write", path, error.errno)
        }
    }

    private var isStillAtPath: Bool {
        var mine = stat()
        var there = stat()
        guard fstat(descriptor, &mine) == 0, stat(path, &there) == 0 else { return false }
        return mine.st_ino == there.st_ino && mine.st_dev == there.st_dev
    }
}
