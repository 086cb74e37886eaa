package import Nx1Events
import SQLiteDatabase

extension Journal {
    /// The properties that runs must share for their answers to be compared.
    package struct Likeness: Sendable, Hashable {
        /// The request to compare.
        package enum Request: Sendable, Hashable {
            /// The question as typed, whatever else was sent with it.
            case question(String)
            /// The whole input, with secrets masked.
            case input(JSONObject)
        }

        package let host: String
        package let profile: String?
        package let crew: CrewType
        package let request: Request

        package init(host: String, profile: String?, crew: CrewType, request: Request) {
            self.host = host
            self.profile = profile
            self.crew = crew
            self.request = request
        }
    }

    /// The newest similar run that has an answer; nil if there is none, or the journal can't be used.
    /// - Parameter sentID: the id that a run's request was sent with; only earlier runs are searched.
    /// - Throws: `CancellationError`.
    package func answeredRun(
        like likeness: Likeness, before sentID: String
    ) throws(CancellationError) -> JournalEntry? {
        let (column, value) =
            switch likeness.request {
            case .question(let text): ("question", text)
            case .input(let input): ("input", JSONValue.object(input).serialized())
            }
        return try perform { database in
            try database.firstRow(
                """
                SELECT \(JournalEntry.columns) FROM \(JournalEntry.tables)
                WHERE host = ?1 AND profile IS ?2 AND crew = ?3 AND \(column) = ?4 AND NOT is_elsewhere
                AND answer IS NOT NULL AND error IS NULL AND sent_id <> ?5
                AND number < coalesce((SELECT number FROM run WHERE sent_id = ?5), 9223372036854775807)
                ORDER BY number DESC LIMIT 1
                """,
                [
                    .text(likeness.host), .text(likeness.profile), .text(likeness.crew.rawValue),
                    .text(value),
                    .text(sentID),
                ], JournalEntry.init)
        } ?? nil
    }
}
