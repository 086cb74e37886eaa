import Descriptors
import SQLiteDatabase

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension Journal {
    /// Examines the file without changing it; nil if the journal is in memory.
    ///
    /// If this process has the file open, its own connection is used: a file that is opened and closed otherwise would lose SQLite's
    /// locks (fcntl(2)).
    /// - Parameter limit: How long SQLite's quick check may take.
    package func examine(within limit: Duration) -> JournalExamination? {
        guard let file else { return nil }
        guard isOpen else { return file.examine(within: limit) }
        var examination = file.emptyExamination
        do {
            try withDatabase(until: .now + patience) { journal in
                journal.database.workEnd = .now + limit
                defer { journal.database.workEnd = nil }
                // Errors are caught here: thrown from `withDatabase`, damage would make it replace the file.
                do {
                    // An empty transaction fails if another process holds the write lock.
                    try journal.database.transaction {}
                    try examination.examine(journal.database)
                } catch {
                    examination.fail(error)
                }
            }
        } catch {
            examination.fail(error)
        }
        return examination
    }
}

extension JournalFile {
    /// An examination that has found the size of the file.
    fileprivate var emptyExamination: JournalExamination {
        var examination = JournalExamination(path: path, condition: .missing)
        examination.isOnNetwork = NetworkFileSystem.contains(folder)
        for suffix in ["", "-wal"] {
            var facts = stat()
            if stat(path + suffix, &facts) == 0 { examination.size += Int(facts.st_size) }
        }
        return examination
    }

    /// Examines a file that this process doesn't have open.
    fileprivate func examine(within limit: Duration) -> JournalExamination {
        var examination = emptyExamination
        var facts = stat()
        guard stat(path, &facts) == 0 else {
            if errno != ENOENT {
                examination.condition = .unreadable(SystemFailure(errno: errno).description)
            }
            return examination
        }
        guard facts.st_mode & S_IFMT == S_IFREG else {
            examination.condition = .unreadable("it is not a regular file")
            return examination
        }
        if let process = WriteLock.holder(ofJournal: path) {
            examination.condition = .locked(process: process)
            return examination
        }
        func isThere(_ suffix: String) -> Bool { access(path + suffix, F_OK) == 0 }
        let hasLog = isThere("-wal")
        // SQLite must recover such a file, which writes to it.
        if hasLog && !isThere("-shm") || isThere("-journal") {
            examination.condition = .interrupted
            return examination
        }
        do {
            let database = try Database(
                reading: path, isUnused: !hasLog && WriteLock.usesLog(path), patience: .milliseconds(300))
            database.workEnd = .now + limit
            try examination.examine(database)
        } catch {
            examination.fail(error)
            // Another shell may have opened it in between, whose changes look like damage.
            if case .damaged = examination.condition, !hasLog, isThere("-wal") {
                examination.condition = .locked(process: nil)
            }
        }
        return examination
    }
}

/// SQLite's locks on a database file, queried without acquiring them (sqlite.org/lockingv3.html, sqlite.org/walformat.html).
private enum WriteLock {
    /// The process that holds a lock for writing for longer than moments; nil if none does.
    static func holder(ofJournal path: String) -> Int32? {
        var holder: Int32?
        for attempt in 0..<10 {
            if attempt > 0 { usleep(50_000) }
            // The pending, the reserved and the shared bytes; and the log's lock for writing.
            holder =
                process(locking: path, from: 0x4000_0000, count: 512)
                ?? process(locking: path + "-shm", from: 120, count: 1)
            if holder == nil { return nil }
        }
        return holder
    }

    /// Whether the file's header says that it has a write-ahead log.
    static func usesLog(_ path: String) -> Bool {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { return false }
        defer { close(file) }
        var byte: UInt8 = 0
        return pread(file, &byte, 1, 18) == 1 && byte == 2
    }

    private static func process(locking path: String, from start: Int, count: Int) -> Int32? {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { return nil }
        defer { close(file) }
        // F_GETLK reports the lock that would block a read lock.
        var lock = flock()
        lock.l_type = Int16(F_RDLCK)
        lock.l_whence = Int16(SEEK_SET)
        lock.l_start = off_t(start)
        lock.l_len = off_t(count)
        guard fcntl(file, F_GETLK, &lock) == 0, lock.l_type != Int16(F_UNLCK) else { return nil }
        return lock.l_pid
    }
}
