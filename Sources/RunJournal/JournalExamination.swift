import SQLiteDatabase

/// The state of a journal's file, found out without changing it.
package struct JournalExamination: Sendable, Hashable {
    /// Whether the database can be used.
    package enum Condition: Sendable, Hashable {
        /// There is no file yet.
        case missing
        /// SQLite's quick check found nothing.
        case sound
        /// The quick check takes longer than there was time for, and found nothing so far.
        case unfinished
        /// The last writer was stopped in the middle of a transaction. The next shell that uses the file completes or undoes it.
        case interrupted
        /// The file is damaged: what the quick check says first.
        case damaged(String)
        /// A newer version of the program has written it.
        case newer
        /// Another process has it locked; its number if that is known.
        case locked(process: Int32?)
        /// It can't be read: why, as the end of a sentence.
        case unreadable(String)
    }

    /// The file.
    package var path: String
    /// Whether it can be used.
    package var condition: Condition
    /// How large it is with its write-ahead log, in bytes.
    package var size = 0
    /// Whether it is in a file system that several machines share.
    package var isOnNetwork = false
    /// How many runs are in it; nil if they weren't counted.
    package var runCount: Int?

    /// An examination with this result.
    package init(path: String, condition: Condition) {
        self.path = path
        self.condition = condition
    }

    /// Records the result of SQLite's quick check, and the number of runs.
    mutating func examine(_ database: Database) throws(SQLiteFailure) {
        if try database.number("PRAGMA user_version").map({ $0 > JournalSchema.newest }) ?? false {
            condition = .newer
            return
        }
        let found = try database.text("PRAGMA quick_check(1)") ?? "ok"
        condition = found == "ok" ? .sound : .damaged(found)
        guard found == "ok" else { return }
        runCount = try database.number("SELECT count(*) FROM run").flatMap { Int(exactly: $0) }
    }

    /// Records the error that ended the examination.
    mutating func fail(_ error: any Error) {
        condition =
            switch (error as? SQLiteFailure)?.kind {
            case .interrupted: .unfinished
            case .locked: .locked(process: nil)
            case .corrupt: .damaged((error as? SQLiteFailure)?.message ?? "")
            default: .unreadable(JournalFailure.reason(error))
            }
    }
}
