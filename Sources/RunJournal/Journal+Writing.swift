package import Nx1Events
import Nx1Values
import SQLiteDatabase

extension Journal {
    /// Records a run whose request is about to be sent. The record has reached the disk when this returns
    /// ``JournalReceipt/written``.
    /// - Parameters:
    ///   - newest: for a line of a batch, the number of its newest run, or 0 if there is none. The record is rejected
    ///     if another shell has started a newer one.
    ///   - conversation: the id that the first request of its conversation was sent with; nil if it stands alone.
    /// - Throws: `CancellationError`.
    package nonisolated func begin(
        _ entry: JournalEntry, newest: Int64? = nil, conversation: String? = nil
    ) async throws -> JournalReceipt {
        // A batch sends nothing that isn't recorded, and a slow disk is no reason to abort it.
        try await write(
            .beginning(entry, newest: newest, conversation: conversation),
            within: newest == nil ? nil : .seconds(30))
    }

    /// Records that the service has accepted the request and named the run `id`.
    /// - Throws: `CancellationError`.
    package nonisolated func accept(_ sentID: String, as id: String, status: CrewRunStatusEnum) async throws {
        _ = try await write(.acceptance(sentID: sentID, id: id, status: status))
    }

    /// Records the current state of a run, which may have been started elsewhere.
    /// - Parameters:
    ///   - steps: the run's steps; nil leaves the stored ones unchanged.
    ///   - isWatched: whether this shell continues to watch it.
    /// - Throws: `CancellationError`.
    package nonisolated func save(_ entry: JournalEntry, steps: StoredSteps? = nil, isWatched: Bool = false)
        async throws
    {
        _ = try await write(.state(entry, steps, isWatched: isWatched))
    }
}

extension Journal {
    /// Takes over the runs of `host` whose shells have died. No other shell takes over the same runs.
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
