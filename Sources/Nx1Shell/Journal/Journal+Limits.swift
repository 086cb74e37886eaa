import GRDB
import Nx1Client

/// How much a journal keeps.
struct JournalLimits: Sendable, Hashable {
    /// Runs that began longer ago go.
    var age: Duration
    /// Of the rest the oldest go, until what is in use of the file is not more than so many bytes.
    var size: Int

    static let usual = JournalLimits(age: .seconds(90 * 86_400), size: 256 << 20)
}

extension Journal {
    /// Takes out what is beyond the limits. Runs that a shell watches stay.
    /// - Parameter shrinksFile: whether the room goes back to the disk, which takes its time, and not to later runs.
    /// - Returns: how many runs are gone; nil if the journal can't be used.
    /// - Throws: `CancellationError`.
    func prune(to limits: JournalLimits, now: Int64, shrinksFile: Bool) async throws -> Int? {
        try await perform { database in
            let before = now - Int64(limits.age.wholeMilliseconds)
            var count = 0
            if try Self.oldest(database).map({ $0 < before }) ?? false {
                try database.execute(
                    sql: "DELETE FROM run WHERE began < ? AND shell IS NULL", arguments: [before])
                count += database.changesCount
            }
            while try Self.usedBytes(database) > limits.size {
                // What is searched shrinks only when it is put in order.
                try database.execute(
                    sql: """
                        DELETE FROM run WHERE number IN
                        (SELECT number FROM run WHERE shell IS NULL ORDER BY number LIMIT
                         (SELECT max(1, count(*) / 10) FROM run))
                        """)
                if database.changesCount == 0 { break }
                count += database.changesCount
                try database.execute(sql: Self.optimization)
            }
            if count > 0, shrinksFile {
                try database.execute(sql: Self.optimization)
                try database.execute(sql: "VACUUM")
            }
            return count
        }
    }

    /// Keeps a journal that was used within its limits.
    func tidy(to limits: JournalLimits = .usual, now: Int64) async {
        guard isOpen, file != nil else { return }
        // Who is cancelled here leaves it to the next.
        _ = try? await prune(to: limits, now: now, shrinksFile: false)
    }

    private static let optimization = "INSERT INTO run_text (run_text) VALUES ('optimize')"

    /// When the oldest run began: numbers are given in the order of time, so the first one is as good as the oldest.
    private static func oldest(_ database: Database) throws -> Int64? {
        try Int64.fetchOne(database, sql: "SELECT began FROM run ORDER BY number LIMIT 1")
    }

    private static func usedBytes(_ database: Database) throws -> Int {
        let pages = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
        let free = try Int.fetchOne(database, sql: "PRAGMA freelist_count") ?? 0
        return (pages - free) * (try Int.fetchOne(database, sql: "PRAGMA page_size") ?? 4096)
    }
}
