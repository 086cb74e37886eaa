import SQLiteDatabase

/// How transactions are kept whole (sqlite.org/pragma.html#pragma_journal_mode).
enum JournalMode: Sendable {
    /// Writers and readers don't wait for each other; needs shared memory.
    case writeAheadLog
    /// Works wherever files can be locked.
    case rollback

    /// The file's `application_id` if it keeps its rollback journal: "nx1r". Without it the next shell that finds shared memory
    /// would change the mode, which shells on other machines share.
    private static let rollbackMark: Int64 = 0x6E78_3172

    /// Sets the mode of a file that was just opened, or the one that it keeps.
    /// - Returns: the mode that it has.
    func set(in database: Database) throws -> JournalMode {
        switch self {
        case .writeAheadLog where try !Self.isMarked(database):
            let isSet = try Self.change(database, to: "WAL") == "wal"
            if !isSet { try Self.mark(database) }
            try database.execute("PRAGMA synchronous = \(isSet ? "NORMAL" : "FULL")")
            return isSet ? .writeAheadLog : .rollback
        case .writeAheadLog:
            // An older program has changed it. As long as that has the file open, the log stays.
            if try database.text("PRAGMA journal_mode") == "wal",
                (try? Self.change(database, to: "DELETE")) != "delete"
            {
                return .writeAheadLog
            }
        case .rollback:
            // With all of the file locked from the beginning, SQLite reads a log without shared memory.
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

    /// Does `work` in a transaction.
    /// - Parameter isUrgent: Whether it must be on the disk when this returns. With a rollback journal it always is.
    func write<Value>(isUrgent: Bool, _ work: (Database) throws -> Value) throws -> Value {
        let isSpecial = isUrgent && mode == .writeAheadLog
        if isSpecial { try database.run("PRAGMA synchronous = FULL") }
        defer { if isSpecial { try? database.run("PRAGMA synchronous = NORMAL") } }
        return try database.transaction { try work(database) }
    }
}
