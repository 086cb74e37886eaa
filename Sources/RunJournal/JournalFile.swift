import Descriptors
import Nx1Events
import Nx1Values
import SQLiteDatabase

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The file of the journal: created with access for its owner only, and renamed if it is damaged.
struct JournalFile: Sendable {
    let path: String
    /// The name of the SQLite VFS that reads and writes it; nil for the default.
    var fileSystem: String?
    /// Whether several machines share the file system; nil to ask the system.
    var isOnNetwork: Bool?
    /// Whether the file system supports locks; nil to ask the system.
    var hasLocks: Bool?

    /// Opens the database, creating it if it doesn't exist. Waits for locks until `end`.
    ///
    /// A write-ahead log needs memory that all processes share. On a file system without shared memory, or one that
    /// several machines share, the file gets a rollback journal, and keeps it.
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
            // A shell that was told to exit must still record the runs that it leaves.
            try database.withoutInterruption {
                let mode = try mode.set(in: database)
                try JournalSchema.prepare(database)
                return OpenJournal(database: database, mode: mode)
            }
        }
    }

    /// Whether the shared-memory file may be the problem, not the journal itself.
    private func mayLackSharedMemory(_ failure: SQLiteFailure) -> Bool {
        switch failure.kind {
        case .noSharedMemory: true
        case .cannotOpen, .readOnly: access(path, R_OK | W_OK) == 0
        default: false
        }
    }

    /// Renames a damaged journal and SQLite's files beside it, so that a new one can be created.
    /// - Returns: the new path.
    func putAside() throws(JournalFailure) -> String {
        let kept = "\(path).damaged-\(Timestamp.now().filter { $0.isNumber }.prefix(14))"
        guard rename(path, kept) == 0 || errno == ENOENT else {
            throw .system(SystemFailure(errno: errno).description)
        }
        for suffix in ["-wal", "-shm", "-journal"] { _ = rename(path + suffix, kept + suffix) }
        return kept
    }

    /// Lets one shell at a time open the journal and create its tables; closing releases the lock. Continues without
    /// the lock after `end`, or if the file system has no locks.
    private func lockFolder(until end: ContinuousClock.Instant) -> Int32 {
        let descriptor = systemOpen(folder, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return descriptor }
        let wait = max(.zero, end - .now)
        Descriptor.lock(descriptor, patience: 1 + Int(wait.wholeMilliseconds))
        return descriptor
    }

    /// Whether the file system has no locks, such as NFS without its lock service. SQLite would report that as locked
    /// by others.
    private static func lacksLocks(_ folder: Int32) -> Bool {
        var lock = flock()
        lock.l_type = Int16(F_RDLCK)
        lock.l_whence = Int16(SEEK_SET)
        lock.l_len = 1
        // Closing the folder releases the lock. Other errors say nothing about files.
        return folder >= 0 && fcntl(folder, F_SETLK, &lock) != 0
            && [ENOLCK, ENOSYS, EOPNOTSUPP].contains(errno)
    }

    var folder: String { path.lastIndex(of: "/").map { String(path[...$0]) } ?? "./" }

    private func make() throws(JournalFailure) {
        if access(path, F_OK) == 0 { return }
        do throws(SystemFailure) {
            if let slash = path.lastIndex(of: "/") { try Descriptor.makeFolder(String(path[..<slash])) }
        } catch {
            throw .system(error.description)
        }
        // SQLite creates its other files with the same mode.
        let file = Self.create(path)
        guard file >= 0 else {
            if errno == EEXIST { return }
            throw .system(SystemFailure(errno: errno).description)
        }
        close(file)
    }

    private static func create(_ path: String) -> Int32 {
        systemOpen(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    }
}

extension JournalFile {
    /// Whether the file exists.
    var isThere: Bool { access(path, F_OK) == 0 }
}

/// The system's `open`, which a method of the same name shadows.
private func systemOpen(_ path: String, _ flags: Int32, _ mode: mode_t = 0) -> Int32 {
    open(path, flags, mode)
}

/// Why the journal can't be used.
enum JournalFailure: Error {
    /// A newer version of the program has written it.
    case newer
    /// The system can't create the file.
    case system(String)
    /// The file system has no locks.
    case noLocks
    /// Another program prevents the switch to a rollback journal.
    case inUse

    /// Whether the file's content is not a valid journal.
    static func isCorruption(_ error: any Error) -> Bool {
        (error as? SQLiteFailure)?.kind == .corrupt
    }

    /// Whether another program kept it locked for the whole wait.
    static func isLock(_ error: any Error) -> Bool {
        if case JournalFailure.inUse = error { return true }
        return (error as? SQLiteFailure)?.kind == .locked
    }

    /// Whether the problem is the file, not its content.
    static func isAboutFile(_ error: any Error) -> Bool {
        switch (error as? SQLiteFailure)?.kind {
        case .readOnly, .cannotOpen, .cannotReadOrWrite, .noSharedMemory, .diskFull: true
        default: false
        }
    }

    /// Whether retrying may help.
    static func mayPass(_ error: any Error) -> Bool {
        switch error {
        case JournalFailure.system, JournalFailure.noLocks: return true
        default: break
        }
        return isLock(error) || isAboutFile(error)
    }

    /// The reason, as the end of the sentence "The journal … can't be used: ".
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
            case .readOnly: "it or its folder is read-only"
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
