import Nx1Events
import Nx1Values
import SQLiteDatabase

/// How much a journal stores.
package struct JournalLimits: Sendable, Hashable {
    /// The maximum age of runs.
    var age: Duration
    /// The maximum number of bytes in use. The oldest runs are removed first.
    var size: Int

    /// The earliest start time of runs to keep, in milliseconds since 1970.
    fileprivate func start(at now: Int64) -> Int64 { now - Int64(age.wholeMilliseconds) }

    package static let usual = JournalLimits(age: .seconds(90 * 86_400), size: 256 << 20)
}

extension Journal {
    /// Removes the runs beyond the limits, except those that a shell is watching.
    /// - Parameter shrinksFile: whether to return the space to the disk, which takes time, instead of keeping it for
    ///   later runs.
    /// - Returns: the number of removed runs; nil if the journal can't be used.
    /// - Throws: `CancellationError`.
    package func prune(to limits: JournalLimits, now: Int64, shrinksFile: Bool) throws(CancellationError)
        -> Int?
    {
        try perform { database in
            var count = 0
            while let removed = try Self.step(database, to: limits, now: now) { count += removed }
            try Self.removeSessions(before: limits.start(at: now), from: database)
            if count > 0, shrinksFile {
                try database.execute("INSERT INTO run_text (run_text) VALUES ('optimize')")
                try database.execute("VACUUM")
            }
            return count
        }
    }

    /// Deletes runs by the ids that their requests were sent with.
    /// - Returns: the number of deleted runs; nil if the journal can't be used.
    /// - Throws: `CancellationError`.
    package func delete(_ sentIDs: [String]) throws(CancellationError) -> Int? {
        try perform { database in
            try database.transaction {
                var count = 0
                for id in Set(sentIDs) {
                    try database.run("DELETE FROM run WHERE sent_id = ?", [.text(id)])
                    count += database.changes
                }
                return count
            }
        }
    }

    /// Prunes an open journal as far as possible within `patience`, short enough to go unnoticed. The next shell
    /// continues.
    package func tidy(
        to limits: JournalLimits = .usual, now: Int64, within patience: Duration = .milliseconds(200)
    ) {
        guard isOpen, file != nil, problem == nil else { return }
        let end = ContinuousClock.now + patience
        // If this is cancelled, or the journal is locked, the next shell prunes it.
        try? withDatabase(until: .now) { journal in
            let database = journal.database
            while ContinuousClock.now < end {
                guard try Self.step(database, to: limits, now: now) == nil else { continue }
                try Self.removeSessions(before: limits.start(at: now), from: database)
                return
            }
        }
    }

    /// Does a part of the pruning. Even in the largest journal, a step takes at most a few tenths of a second, and
    /// usually a few hundredths.
    /// - Returns: the number of removed runs; nil if nothing is left to do.
    private static func step(_ database: Database, to limits: JournalLimits, now: Int64) throws -> Int? {
        let start = limits.start(at: now)
        if try oldest(database).map({ $0 < start }) ?? false {
            let count = try removeOldest(100, before: start, from: database)
            if count > 0 { return count }
        }
        guard try usedBytes(database) > limits.size else { return nil }
        // The search index shrinks only when it is merged, which may be pending from earlier removals.
        if try merge(500, in: database) { return 0 }
        let all = Int(try database.number("SELECT count(*) FROM run") ?? 0)
        let count = try removeOldest(max(1, all / 20), from: database)
        _ = try merge(-500, in: database)
        return count > 0 ? count : nil
    }

    private static func removeOldest(
        _ count: Int, before start: Int64 = .max, from database: Database
    ) throws -> Int {
        try database.run(
            """
            DELETE FROM run WHERE number IN
            (SELECT number FROM run WHERE shell IS NULL AND began < ? ORDER BY number LIMIT ?)
            """, [.integer(start), .integer(count)])
        return database.changes
    }

    /// Merges some pages of the full-text index: continues a merge or, with a negative number, starts one of the
    /// whole index.
    /// - Returns: whether there was anything to merge. FTS5 documents that it makes fewer than two changes if not.
    private static func merge(_ pages: Int, in database: Database) throws -> Bool {
        let before = database.totalChanges
        try database.run("INSERT INTO run_text (run_text, rank) VALUES ('merge', ?)", [.integer(pages)])
        return database.totalChanges - before >= 2
    }

    /// When the oldest run started. Numbers ascend over time, so the run with the lowest number is the oldest.
    private static func oldest(_ database: Database) throws -> Int64? {
        try database.number("SELECT began FROM run ORDER BY number LIMIT 1")
    }

    private static func usedBytes(_ database: Database) throws -> Int {
        let pages = try database.number("PRAGMA page_count") ?? 0
        let free = try database.number("PRAGMA freelist_count") ?? 0
        return Int(pages - free) * Int(try database.number("PRAGMA page_size") ?? 4096)
    }
}
