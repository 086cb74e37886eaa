import Nx1Events
import Nx1Values
import SQLiteDatabase

/// How much a journal keeps.
package struct JournalLimits: Sendable, Hashable {
    /// Runs that began longer ago go.
    var age: Duration
    /// Of the rest the oldest go, until what is in use of the file is not more than so many bytes.
    var size: Int

    /// When the runs began that are just young enough, in milliseconds since 1970.
    fileprivate func start(at now: Int64) -> Int64 { now - Int64(age.wholeMilliseconds) }

    package static let usual = JournalLimits(age: .seconds(90 * 86_400), size: 256 << 20)
}

extension Journal {
    /// Takes out what is beyond the limits. Runs that a shell watches stay.
    /// - Parameter shrinksFile: whether the room goes back to the disk, which takes its time, and not to later runs.
    /// - Returns: how many runs are gone; nil if the journal can't be used.
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

    /// Takes runs out, by the ids that their requests were sent with.
    /// - Returns: how many there were; nil if the journal can't be used.
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

    /// Brings a journal that was used back to its limits, as far as it gets in a time in which nobody notices. The next shell
    /// goes on.
    package func tidy(
        to limits: JournalLimits = .usual, now: Int64, within patience: Duration = .milliseconds(200)
    ) {
        guard isOpen, file != nil, problem == nil else { return }
        let end = ContinuousClock.now + patience
        // Who is cancelled here, or finds it locked, leaves it to the next.
        try? withDatabase(until: .now) { journal in
            let database = journal.database
            while ContinuousClock.now < end {
                guard try Self.step(database, to: limits, now: now) == nil else { continue }
                try Self.removeSessions(before: limits.start(at: now), from: database)
                return
            }
        }
    }

    /// A piece of the way to the limits: with the largest journal none takes more than a few tenths of a second, and most a few
    /// hundredths.
    /// - Returns: how many runs it has taken out; nil if there is nothing left to do.
    private static func step(_ database: Database, to limits: JournalLimits, now: Int64) throws -> Int? {
        let start = limits.start(at: now)
        if try oldest(database).map({ $0 < start }) ?? false {
            let count = try removeOldest(100, before: start, from: database)
            if count > 0 { return count }
        }
        guard try usedBytes(database) > limits.size else { return nil }
        // What is searched shrinks only when it is put in order, which what was removed before may still lack.
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

    /// Puts some pages of the index of words in order: goes on with a merge that has begun, or begins one of all if the number is
    /// negative.
    /// - Returns: whether there was anything to do; FTS5 documents that it makes fewer than two changes if not.
    private static func merge(_ pages: Int, in database: Database) throws -> Bool {
        let before = database.totalChanges
        try database.run("INSERT INTO run_text (run_text, rank) VALUES ('merge', ?)", [.integer(pages)])
        return database.totalChanges - before >= 2
    }

    /// When the oldest run began: numbers are given in the order of time, so the first one is as good as the oldest.
    private static func oldest(_ database: Database) throws -> Int64? {
        try database.number("SELECT began FROM run ORDER BY number LIMIT 1")
    }

    private static func usedBytes(_ database: Database) throws -> Int {
        let pages = try database.number("PRAGMA page_count") ?? 0
        let free = try database.number("PRAGMA freelist_count") ?? 0
        return Int(pages - free) * Int(try database.number("PRAGMA page_size") ?? 4096)
    }
}
