import GRDB
import Nx1Values

extension Journal {
    /// The steps of the run that was sent with this id; nil if the journal has none of it.
    /// - Throws: `CancellationError`.
    package func steps(of sentID: String) async throws -> StoredSteps? {
        try await perform { database in
            try Row.fetchOne(
                database, sql: "SELECT steps, steps_dropped FROM run WHERE sent_id = ?", arguments: [sentID]
            ).flatMap { row in
                (row["steps"] as String?).flatMap { StoredSteps(text: $0, dropped: row["steps_dropped"]) }
            }
        } ?? nil
    }
}
