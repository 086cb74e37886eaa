import GRDB

extension Journal {
    /// The runs of `host` that nobody watches any more because their shells have died; this shell watches them from here on,
    /// and no other does.
    /// - Throws: `CancellationError`.
    package func takeOver(at host: String) async throws -> [JournalEntry] {
        try await perform { database in
            var entries: [JournalEntry] = []
            try database.inTransaction(.immediate) {
                let shells = try String.fetchAll(
                    database, sql: "SELECT DISTINCT shell FROM run WHERE shell IS NOT NULL AND host = ?",
                    arguments: [host])
                for shell in shells where !ShellIdentity(text: shell).isAlive {
                    entries += try Row.fetchAll(
                        database,
                        sql: """
                            SELECT \(JournalEntry.columns) FROM run WHERE shell = ? AND host = ? ORDER BY number
                            """,
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
}
