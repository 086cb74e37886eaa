import Nx1Events
import SQLiteDatabase

extension Journal {
    /// A conversation up to one of its runs.
    package struct Conversation: Sendable, Hashable {
        /// The id that its first request was sent with, by which later runs are added to it.
        package let name: String
        /// Its questions that have an answer, the oldest first.
        package let exchanges: [JournalEntry]
    }

    /// The newest question with an answer of a service and a profile; nil if there is none.
    ///
    /// Who goes on with an older conversation adds a run to it, so it is of the conversation that was used last.
    /// - Throws: `CancellationError`.
    package func lastExchange(at host: String, profile: String?) throws(CancellationError) -> JournalEntry? {
        try perform { database in
            try database.firstRow(
                """
                SELECT \(JournalEntry.columns) FROM \(JournalEntry.tables)
                WHERE host = ? AND profile IS ? AND \(Self.isExchange) AND NOT is_elsewhere
                ORDER BY number DESC LIMIT 1
                """, [.text(host), .text(profile)], JournalEntry.init)
        } ?? nil
    }

    /// The conversation that a run belongs to, as far as it: at most `limit` of its last exchanges; nil if the run is no exchange.
    /// - Parameter sentID: the id that the run's request was sent with.
    /// - Throws: `CancellationError`.
    package func conversation(
        to sentID: String, limit: Int
    ) throws(CancellationError) -> Conversation? {
        let kept = try perform { database in
            let name = try database.firstRow(
                "SELECT conversation FROM run WHERE sent_id = ?", [.text(sentID)]
            ) { (row) throws(SQLiteFailure) in try row.text("conversation") }
            let entries = try database.rows(
                """
                SELECT \(JournalEntry.columns) FROM \(JournalEntry.tables)
                WHERE (conversation = ?1 OR sent_id = ?1) AND \(Self.isExchange)
                AND number <= (SELECT number FROM run WHERE sent_id = ?2)
                ORDER BY number DESC LIMIT ?3
                """, [.text((name ?? nil) ?? sentID), .text(sentID), .integer(limit)], JournalEntry.init)
            return Conversation(name: (name ?? nil) ?? sentID, exchanges: entries.reversed())
        }
        return kept?.exchanges.last?.sentID == sentID ? kept : nil
    }

    /// What makes a run an exchange: somebody asked in words, and there is an answer.
    private static let isExchange =
        "question IS NOT NULL AND answer IS NOT NULL AND status = '\(CrewRunStatusEnum.completed.rawValue)'"
}
