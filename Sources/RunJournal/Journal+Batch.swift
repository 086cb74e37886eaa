import GRDB
package import Nx1Values

extension Journal {
    /// What there is of a question of a batch.
    package struct KeptLine: Sendable {
        package var entry: JournalEntry?
    }

    /// The newest run of a question of a batch; nil if the journal can't be used.
    /// - Throws: `CancellationError`.
    package func run(
        of batch: JournalEntry.BatchPlace, crew: CrewType, input: JSONObject
    ) async throws -> KeptLine? {
        let text = JSONValue.object(input).serialized()
        return try await perform { database in
            KeptLine(
                entry: try Row.fetchOne(
                    database,
                    sql: """
                        SELECT \(JournalEntry.columns) FROM run WHERE batch = ? AND crew = ? AND input = ? AND ordinal = ?
                        ORDER BY number DESC LIMIT 1
                        """,
                    arguments: [batch.name, crew.rawValue, text, batch.ordinal]
                ).map(JournalEntry.init))
        }
    }
}
