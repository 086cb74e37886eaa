package import Nx1Events
import SQLiteDatabase

/// A named session, as listed.
package struct JournalSession: Sendable, Hashable {
    package let name: String
    /// The number of its runs.
    package let runCount: Int
    /// The start times of its first and last run, in milliseconds since 1970; nil without runs.
    package let first: Int64?
    package let last: Int64?
    /// The question of its last run that has one.
    package let lastQuestion: String?
}

extension Journal {
    /// The named sessions, last used first; nil if the journal can't be used.
    /// - Throws: `CancellationError`.
    package func sessions() throws(CancellationError) -> [JournalSession]? {
        try perform { database in
            try database.rows(
                """
                WITH used AS (
                    SELECT session AS name, count(*) AS runs, min(began) AS first, max(began) AS last,
                        max(number) FILTER (WHERE question IS NOT NULL) AS asked
                    FROM request JOIN run ON number = run_number
                    WHERE session IS NOT NULL AND NOT is_elsewhere GROUP BY session
                ), names AS (SELECT name FROM used UNION SELECT name FROM session)
                SELECT name, coalesce(runs, 0) AS runs, first, last,
                    (SELECT question FROM run WHERE number = asked) AS question
                FROM names LEFT JOIN used USING (name) LEFT JOIN session USING (name)
                ORDER BY max(coalesce(last, 0), coalesce(changed, 0)) DESC, name
                """
            ) { (row) throws(SQLiteFailure) in
                JournalSession(
                    name: try row.requiredText("name"),
                    runCount: Int(exactly: try row.requiredInteger("runs")) ?? 0,
                    first: try row.integer("first"), last: try row.integer("last"),
                    lastQuestion: try row.text("question"))
            }
        }
    }

    /// The runs of a session, oldest first; nil if the journal can't be used.
    /// - Parameter limit: the maximum number of runs, newest first; nil for all.
    /// - Throws: `CancellationError`.
    package func runs(
        ofSession name: String, limit: Int? = nil
    ) throws(CancellationError) -> [JournalEntry]? {
        try runs(JournalQuery(session: name, limit: limit ?? -1))?.reversed()
    }

    /// The last saved state of a session; nil if there is none, or the journal can't be used.
    /// - Throws: `CancellationError`.
    package func session(_ name: String) throws(CancellationError) -> JSONObject? {
        let text = try perform { database in
            try database.firstRow("SELECT state FROM session WHERE name = ?", [.text(name)]) {
                (row) throws(SQLiteFailure) in try row.requiredText("state")
            }
        }
        return (text ?? nil).flatMap { (try? JSONValue(parsing: $0))?.object }
    }

    /// Saves the state of a session, replacing the previous one. While the journal can't be written, the state is
    /// kept in memory.
    /// - Parameters:
    ///   - state: what the session needs to resume, without secrets.
    ///   - now: in milliseconds since 1970.
    /// - Throws: `CancellationError`.
    package nonisolated func saveSession(
        _ name: String, state: JSONObject, now: Int64 = Timestamp.milliseconds()
    ) async throws {
        _ = try await write(.session(name: name, state: state, changed: now))
    }

    /// Removes the states of sessions that have no runs and were last changed before `start`.
    static func removeSessions(before start: Int64, from database: Database) throws {
        try database.run(
            """
            DELETE FROM session WHERE changed < ?
            AND NOT EXISTS (SELECT 1 FROM request WHERE request.session = session.name)
            """, [.integer(start)])
    }
}
