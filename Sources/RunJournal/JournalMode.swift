import SQLiteDatabase

/// How transactions are made atomic (sqlite.org/pragma.html#pragma_journal_mode).
enum JournalMode: Sendable {
    /// Writers and readers don't wait for each other; needs shared memory.
    case writeAheadLog
    /// Works on any file system with locks.
    case rollback

    /// The `application_id` of a file that keeps its rollback journal: "nx1r". Without it, the next shell with shared
    /// memory would change the mode, although shells on other machines use the file, too.
    private static let rollbackMark: Int64 = 0x6E78_3172

    /// Sets the mode of a newly opened file, unless the file keeps its own.
    /// - Returns: the resulting mode.
    func set(in database: Database) throws -> JournalMode {
        switch self {
        case .writeAheadLog where try !Self.isMarked(database):
            let isSet = try Self.change(database, to: "WAL") == "wal"
            if !isSet { try Self.mark(database) }
            try database.execute("PRAGMA synchronous = \(isSet ? "NORMAL" : "FULL")")
            return isSet ? .writeAheadLog : .rollback
        case .writeAheadLog:
            // An older program has changed the mode. While that program has the file open, the log stays.
            if try database.text("PRAGMA journal_mode") == "wal",
                (try? Self.change(database, to: "DELETE")) != "delete"
            {
                return .writeAheadLog
            }
        case .rollback:
            // With an exclusive lock from the start, SQLite can read a log without shared memory.
            try database.execute("PRAGMA locking_mode = EXCLUSIVE")
            guard try Self.change(database, to: "DELETE") == "delete" else { throw JournalFailure.inUse }
            try Self.mark(database)
            try database.execute("PRAGMA locking_mode = NORMAL")
        }
        try database.execute("PRAGMA synchronous = FULL")
        return .rollback
    }

    private static func change(_ database: Database, to mode: String) throws -> String? {
        try database.text("PRAGMA journal_mode = \(mode)")
    }

    private static func isMarked(_ database: Database) throws -> Bool {
        try database.number("PRAGMA application_id") == rollbackMark
    }

    private static func mark(_ database: Database) throws {
        if try !isMarked(database) { try database.execute("PRAGMA application_id = \(rollbackMark)") }
    }
}

/// A connection to the journal's file.
struct OpenJournal {
    let database: Database
    var mode = JournalMode.writeAheadLog

    /// Runs `work` in a transaction.
    /// - Parameter isUrgent: whether the change must reach the disk before this returns. With a rollback journal it
    ///   always does.
    func write<Value>(isUrgent: Bool, _ work: (Database) throws -> Value) throws -> Value {
        let isSpecial = isUrgent && mode == .writeAheadLog
        if isSpecial { try database.run("PRAGMA synchronous = FULL") }
        defer { if isSpecial { try? database.run("PRAGMA synchronous = NORMAL") } }
        return try database.transaction { try work(database) }
    }
}
