import Descriptors
import Nx1Events
import SQLiteDatabase

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The file of the journal: made so that only its owner can read it, and put aside where it is damaged.
struct JournalFile: Sendable {
    let path: String
    /// How long to wait for another shell's lock.
    let patience: Duration

    /// Opens the database, which is made if it isn't there.
    func open() throws -> Database {
        try make()
        let lock = lockFolder()
        defer { if lock >= 0 { close(lock) } }
        let database = try Database(path: path, patience: patience)
        // A shell that was told to exit still has to record the runs that it leaves.
        try database.withoutInterruption {
            try database.execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL")
            try JournalSchema.prepare(database)
        }
        return database
    }

    /// Renames a damaged journal, with what SQLite keeps beside it, so that a new one can be made.
    /// - Returns: its new path.
    func putAside() throws(JournalFailure) -> String {
        let kept = "\(path).damaged-\(Timestamp.now().filter { $0.isNumber }.prefix(14))"
        guard rename(path, kept) == 0 || errno == ENOENT else {
            throw .system(String(cString: strerror(errno)))
        }
        for suffix in ["-wal", "-shm"] { _ = rename(path + suffix, kept + suffix) }
        return kept
    }

    /// Lets one shell at a time open the journal, which makes its tables where it is new; closing gives the lock back. Waits a
    /// second at most; then, and on a file system without locks, goes on.
    private func lockFolder() -> Int32 {
        let folder = path.lastIndex(of: "/").map { path[...$0] } ?? "./"
        let descriptor = systemOpen(String(folder), O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return descriptor }
        Descriptor.lock(descriptor, patience: 1000)
        return descriptor
    }

    private func make() throws(JournalFailure) {
        if access(path, F_OK) == 0 { return }
        do throws(SystemFailure) {
            if let slash = path.lastIndex(of: "/") { try Descriptor.makeFolder(String(path[..<slash])) }
        } catch {
            throw .system(error.description)
        }
        // SQLite gives the files beside it the same mode.
        let file = Self.create(path)
        guard file >= 0 else {
            if errno == EEXIST { return }
            throw .system(String(cString: strerror(errno)))
        }
        close(file)
    }

    private static func create(_ path: String) -> Int32 {
        systemOpen(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    }
}

extension JournalFile {
    /// Whether there is such a file yet.
    var isThere: Bool { access(path, F_OK) == 0 }
}

/// The system's `open`, which a method of the same name hides.
private func systemOpen(_ path: String, _ flags: Int32, _ mode: mode_t = 0) -> Int32 {
    open(path, flags, mode)
}

/// Why the journal can't be used.
enum JournalFailure: Error {
    /// A newer version of the program has written it.
    case newer
    /// The system doesn't let the file be made.
    case system(String)

    /// Whether what the file holds is no journal, or no whole one.
    static func isCorruption(_ error: any Error) -> Bool {
        (error as? SQLiteFailure)?.kind == .corrupt
    }

    /// Whether another program has it, and kept it for as long as is waited.
    static func isLock(_ error: any Error) -> Bool { (error as? SQLiteFailure)?.kind == .locked }

    /// What is wrong, in words that go on after "The journal … can't be used: ".
    static func reason(_ error: any Error) -> String {
        switch error {
        case JournalFailure.newer: return "a newer nx1sh has written it"
        case JournalFailure.system(let reason): return reason
        case let failure as SQLiteFailure:
            return switch failure.kind {
            case .diskFull: "the disk is full"
            case .readOnly: "it can't be written"
            case .cannotOpen: "it can't be opened"
            case .locked: "another program keeps it locked"
            case .corrupt: "it is damaged"
            case .cannotReadOrWrite: "the disk can't be read or written"
            case .interrupted, .other: failure.message
            }
        default: return "\(error)"
        }
    }
}
