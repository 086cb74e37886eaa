import Descriptors
import Nx1Events
import Nx1Values
import SQLiteDatabase

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The file of the journal: made so that only its owner can read it, and put aside where it is damaged.
struct JournalFile: Sendable {
    let path: String
    /// The name of the SQLite VFS that reads and writes it; nil is the default one.
    var fileSystem: String?
    /// Whether machines share the file system; nil is what the system says.
    var isOnNetwork: Bool?
    /// Whether the file system has locks; nil is what the system says.
    var hasLocks: Bool?

    /// Opens the database, which is made if it isn't there. Waits for locks until `end`.
    ///
    /// A write-ahead log needs memory that all who use the file share. Where the file system has none, or machines share it, the
    /// file gets a rollback journal, and keeps it.
    func open(until end: ContinuousClock.Instant) throws -> OpenJournal {
        try make()
        let lock = lockFolder(until: end)
        defer { if lock >= 0 { close(lock) } }
        if !(hasLocks ?? !Self.lacksLocks(lock)) { throw JournalFailure.noLocks }
        if isOnNetwork ?? NetworkFileSystem.contains(folder) { return try connect(until: end, .rollback) }
        do {
            return try connect(until: end, .writeAheadLog)
        } catch let failure as SQLiteFailure where mayLackSharedMemory(failure) {
            do {
                return try connect(until: end, .rollback)
            } catch {
                throw JournalFailure.isLock(error) ? error : failure
            }
        }
    }

    private func connect(until end: ContinuousClock.Instant, _ mode: JournalMode) throws -> OpenJournal {
        let database = try Database(path: path, fileSystem: fileSystem)
        return try database.waiting(until: end) {
            // A shell that was told to exit still has to record the runs that it leaves.
            try database.withoutInterruption {
                let mode = try mode.set(in: database)
                try JournalSchema.prepare(database)
                return OpenJournal(database: database, mode: mode)
            }
        }
    }

    /// Whether the file that is shared may be in the way, and not the journal itself.
    private func mayLackSharedMemory(_ failure: SQLiteFailure) -> Bool {
        switch failure.kind {
        case .noSharedMemory: true
        case .cannotOpen, .readOnly: access(path, R_OK | W_OK) == 0
        default: false
        }
    }

    /// Renames a damaged journal, with what SQLite keeps beside it, so that a new one can be made.
    /// - Returns: its new path.
    func putAside() throws(JournalFailure) -> String {
        let kept = "\(path).damaged-\(Timestamp.now().filter { $0.isNumber }.prefix(14))"
        guard rename(path, kept) == 0 || errno == ENOENT else {
            throw .system(String(cString: strerror(errno)))
        }
        for suffix in ["-wal", "-shm", "-journal"] { _ = rename(path + suffix, kept + suffix) }
        return kept
    }

    /// Lets one shell at a time open the journal, which makes its tables where it is new; closing gives the lock back. Waits until
    /// `end` at most; then, and on a file system without locks, goes on.
    private func lockFolder(until end: ContinuousClock.Instant) -> Int32 {
        let descriptor = systemOpen(folder, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return descriptor }
        let wait = max(.zero, end - .now)
        Descriptor.lock(descriptor, patience: 1 + Int(wait.wholeMilliseconds))
        return descriptor
    }

    /// Whether the file system has no locks, as NFS has without their service. SQLite takes that for locks of others.
    private static func lacksLocks(_ folder: Int32) -> Bool {
        var lock = flock()
        lock.l_type = Int16(F_RDLCK)
        lock.l_whence = Int16(SEEK_SET)
        lock.l_len = 1
        // Closing the folder gives the lock back. Other errors say nothing about files.
        return folder >= 0 && fcntl(folder, F_SETLK, &lock) != 0
            && [ENOLCK, ENOSYS, EOPNOTSUPP].contains(errno)
    }

    private var folder: String { path.lastIndex(of: "/").map { String(path[...$0]) } ?? "./" }

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
    /// Nobody can lock it.
    case noLocks
    /// Another program keeps it from getting a rollback journal.
    case inUse

    /// Whether what the file holds is no journal, or no whole one.
    static func isCorruption(_ error: any Error) -> Bool {
        (error as? SQLiteFailure)?.kind == .corrupt
    }

    /// Whether another program has it, and kept it for as long as is waited.
    static func isLock(_ error: any Error) -> Bool {
        if case JournalFailure.inUse = error { return true }
        return (error as? SQLiteFailure)?.kind == .locked
    }

    /// Whether the file, not what is in it, is in the way.
    static func isAboutFile(_ error: any Error) -> Bool {
        switch (error as? SQLiteFailure)?.kind {
        case .readOnly, .cannotOpen, .cannotReadOrWrite, .noSharedMemory, .diskFull: true
        default: false
        }
    }

    /// Whether the same may succeed later.
    static func mayPass(_ error: any Error) -> Bool {
        switch error {
        case JournalFailure.system, JournalFailure.noLocks: return true
        default: break
        }
        return isLock(error) || isAboutFile(error)
    }

    /// What is wrong, in words that go on after "The journal … can't be used: ".
    static func reason(_ error: any Error) -> String {
        switch error {
        case JournalFailure.newer: return "it was written by a newer nx1sh"
        case JournalFailure.system(let reason): return reason
        case JournalFailure.noLocks:
            return "its file system doesn't support file locks (set NX1_SHELL_HOME to a folder that does)"
        case JournalFailure.inUse: return "another program has it locked"
        case let failure as SQLiteFailure:
            return switch failure.kind {
            case .diskFull: "the disk is full"
            case .readOnly: "it can't be written"
            case .cannotOpen: "it can't be opened"
            case .locked: "another program has it locked"
            case .corrupt: "it is damaged"
            case .cannotReadOrWrite: "the disk can't be read or written"
            case .noSharedMemory: "its file system doesn't support shared memory"
            case .interrupted, .other: failure.message
            }
        default: return "\(error)"
        }
    }
}
