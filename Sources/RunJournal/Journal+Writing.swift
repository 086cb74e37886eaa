package import Nx1Events
import Nx1Values
import SQLiteDatabase

extension Journal {
    /// Records a run whose request is about to leave. It is safe on the disk when this returns ``JournalReceipt/written``.
    /// - Parameters:
    ///   - newest: Of a question of a batch, the number of its newest run, 0 if there is none. A run that another shell has
    ///     begun since then keeps this one out.
    ///   - conversation: The id that the first request of its conversation was sent with; nil if it stands alone.
    /// - Throws: `CancellationError`.
    package nonisolated func begin(
        _ entry: JournalEntry, newest: Int64? = nil, conversation: String? = nil
    ) async throws -> JournalReceipt {
        // A batch sends nothing that isn't recorded, and a slow disk is no reason to give it up.
        try await write(
            .beginning(entry, newest: newest, conversation: conversation),
            within: newest == nil ? nil : .seconds(30))
    }

    /// The service has taken the request, and calls the run by `id`.
    /// - Throws: `CancellationError`.
    package nonisolated func accept(_ sentID: String, as id: String, status: CrewRunStatusEnum) async throws {
        _ = try await write(.acceptance(sentID: sentID, id: id, status: status))
    }

    /// Writes down what is known of a run now, one that was started elsewhere as well.
    /// - Parameters:
    ///   - steps: what it has done; nil leaves the steps as they are.
    ///   - isWatched: whether this shell goes on watching it.
    /// - Throws: `CancellationError`.
    package nonisolated func save(_ entry: JournalEntry, steps: StoredSteps? = nil, isWatched: Bool = false)
        async throws
    {
        _ = try await write(.state(entry, steps, isWatched: isWatched))
    }
}

extension Journal {
    /// The runs of `host` that nobody watches any more because their shells have died; this shell watches them from here on,
    /// and no other does.
    /// - Throws: `CancellationError`.
    package func claim(at host: String) throws(CancellationError) -> [JournalEntry] {
        try perform { database in
            try database.transaction {
                let shells = try database.rows(
                    "SELECT DISTINCT shell FROM run WHERE shell IS NOT NULL AND host = ?", [.text(host)]
                ) { (row) throws(SQLiteFailure) in try row.requiredText("shell") }
                var entries: [JournalEntry] = []
                for shell in shells {
                    guard let end = ShellIdentity(text: shell).end(at: Timestamp.milliseconds()) else {
                        continue
                    }
                    let values: [SQLiteValue] = [.text(shell), .text(host), .integer(end)]
                    entries += try database.rows(
                        """
                        SELECT \(JournalEntry.columns) FROM \(JournalEntry.tables)
                        WHERE shell = ? AND host = ? AND began < ?
                        ORDER BY number
                        """, values, JournalEntry.init)
                    try database.run(
                        "UPDATE run SET shell = ? WHERE shell = ? AND host = ? AND began < ?",
                        [.text(ShellIdentity.own.text)] + values)
                }
                return entries
            }
        } ?? []
    }
}
