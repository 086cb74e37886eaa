import Descriptors

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// An open history file; closed, and with that unlocked, when it goes.
struct HistoryFileHandle: ~Copyable {
    let path: String
    private let descriptor: Int32

    deinit { close(descriptor) }

    /// Opens a file for reading; nil if there is none.
    init?(reading path: String) throws(HistoryFailure) {
        // A pipe in its place must not make anybody wait.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        if descriptor == -1 {
            if errno == ENOENT { return nil }
            throw HistoryFailure("read", path, errno)
        }
        try Self.check(descriptor, path, "read")
        self.init(path: path, descriptor: descriptor)
    }

    /// Makes a file of mode 0600, empty whatever was there.
    init(creating path: String) throws(HistoryFailure) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor != -1 else { throw HistoryFailure("written", path, errno) }
        self.init(path: path, descriptor: descriptor)
    }

    /// Opens a file for reading and appending, made with mode 0600 where it is missing, and locks it.
    init(locking path: String) throws(HistoryFailure) {
        // Each round but the last lost the race with a shell that trimmed the file; ten in a row don't happen.
        for _ in 0..<10 {
            let handle = try Self(appendingTo: path)
            // Appending is safe without the lock, save while another shell trims.
            Descriptor.lock(handle.descriptor, patience: 200)
            if handle.isStillAtPath {
                self = handle
                return
            }
        }
        throw HistoryFailure("locked", path, EAGAIN)
    }

    private init(appendingTo path: String) throws(HistoryFailure) {
        let descriptor = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0o600)
        guard descriptor != -1 else { throw HistoryFailure("written", path, errno) }
        try Self.check(descriptor, path, "written")
        self.init(path: path, descriptor: descriptor)
        var status = stat()
        // What was typed is nobody else's business, also where an older file was open to all.
        if fstat(descriptor, &status) == 0, status.st_mode & 0o077 != 0 { fchmod(descriptor, 0o600) }
    }

    private init(path: String, descriptor: Int32) {
        self.path = path
        self.descriptor = descriptor
    }
}

extension HistoryFileHandle {
    /// The most bytes that are read; the entries of a person take a hundredth of it.
    private static let limit = 64 << 20

    /// Closes what is no file for a history.
    private static func check(
        _ descriptor: Int32, _ path: String, _ action: String
    ) throws(HistoryFailure) {
        let kind = FileKind(of: descriptor)
        if kind == .regular || kind == .null { return }
        close(descriptor)
        if kind == .folder { throw HistoryFailure(action, path, EISDIR) }
        throw HistoryFailure(action, path, why: "it is \(kind.name), not a regular file")
    }

    /// The file's lines, without the newlines, the empty ones left out.
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
            throw HistoryFailure("written", path, error.errno)
        }
    }

    private var isStillAtPath: Bool {
        var mine = stat()
        var there = stat()
        guard fstat(descriptor, &mine) == 0, stat(path, &there) == 0 else { return false }
        return mine.st_ino == there.st_ino && mine.st_dev == there.st_dev
    }
}
