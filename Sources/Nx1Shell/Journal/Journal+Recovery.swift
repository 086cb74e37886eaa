import GRDB

extension Journal {
    /// The runs of `host` that nobody watches any more because their shells have died; this shell watches them from here on,
    /// and no other does.
    /// - Throws: `CancellationError`.
    func takeOver(at host: String) async throws -> [JournalEntry] {
        try await perform { database in
            var entries: [JournalEntry] = []
            try database.inTransaction(.immediate) {
                let shells = try String.fetchAll(
                    database, sql: "SELECT DISTINCT shell FROM run WHERE shell IS NOT NULL AND host = ?",
                    arguments: [host])
                for shell in shells where !ShellIdentity(text: shell).isAlive {
                    entries += try Row.fetchAll(
                        database, sql: "SELECT * FROM run WHERE shell = ? AND host = ? ORDER BY number",
                        arguments: [shell, host]
                    ).map(JournalEntry.init)
                    try database.execute(
                        sql: "UPDATE run SET shell = ? WHERE shell = ? AND host = ?",
                        arguments: [ShellIdentity.own.text, shell, host])
                }
                return .commit
            }
            return entries
        } ?? []
    }

    /// Takes out what is older than `age`, and of the rest the oldest until the file is not larger than `size`. Runs that a
    /// shell watches stay.
    /// - Returns: how many runs are gone; nil if the journal can't be used.
    /// - Throws: `CancellationError`.
    func prune(olderThan age: Duration, largerThan size: Int, now: Int64) async throws -> Int? {
        try await perform { database in
            let before = now - Int64(age.wholeMilliseconds)
            try database.execute(
                sql: "DELETE FROM run WHERE began < ? AND shell IS NULL", arguments: [before])
            var count = database.changesCount
            while try Self.usedBytes(database) > size {
                try database.execute(
                    sql: """
                        DELETE FROM run WHERE number IN
                        (SELECT number FROM run WHERE shell IS NULL ORDER BY number LIMIT
                         (SELECT max(1, count(*) / 10) FROM run))
                        """)
                if database.changesCount == 0 { break }
                count += database.changesCount
            }
            if count > 0 {
                try database.execute(sql: "INSERT INTO run_text (run_text) VALUES ('optimize')")
                try database.execute(sql: "VACUUM")
            }
            return count
        }
    }

    private static func usedBytes(_ database: Database) throws -> Int {
        let pages = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
        let free = try Int.fetchOne(database, sql: "PRAGMA freelist_count") ?? 0
        return (pages - free) * (try Int.fetchOne(database, sql: "PRAGMA page_size") ?? 4096)
    }
}
