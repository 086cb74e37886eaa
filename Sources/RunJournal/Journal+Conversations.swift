import Nx1Events
import SQLiteDatabase

extension Journal {
    /// A conversation up to one of its runs.
    package struct Conversation: Sendable, Hashable {
        /// The id that its first request was sent with. Later runs join the conversation under this id.
        package let name: String
        /// Its questions that have an answer, oldest first.
        package let exchanges: [JournalEntry]
    }

    /// The newest question of a service and profile that has an answer; nil if there is none.
    ///
    /// Resuming an older conversation adds a run to it, so this run belongs to the last used conversation.
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

    /// The conversation of a run, up to and including it: at most `limit` of its last exchanges; nil if the run is no
    /// exchange.
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

    /// A run is an exchange if it has a question and an answer.
    private static let isExchange =
        "question IS NOT NULL AND answer IS NOT NULL AND status = '\(CrewRunStatusEnum.completed.rawValue)'"
}
