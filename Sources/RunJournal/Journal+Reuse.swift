package import Nx1Events
import SQLiteDatabase

extension Journal {
    /// The minimum and maximum number of runs that the usual duration is computed from.
    private static let usualRuns = 3...20

    /// The longest expected run, in milliseconds.
    private static let longestRun: Int64 = 86_400_000

    /// The median duration of the newest completed runs of a crew, at most 20; nil if there are fewer than three, or
    /// the journal can't be used.
    /// - Throws: `CancellationError`.
    package func usualDuration(crew: CrewType, host: String) throws(CancellationError) -> Duration? {
        let durations = try perform { database in
            try database.rows(
                """
                SELECT elapsed FROM run
                WHERE host = ? AND crew = ? AND status = 'completed' AND elapsed >= 0 AND NOT is_elsewhere
                ORDER BY began DESC LIMIT ?
                """, [.text(host), .text(crew.rawValue), .integer(Self.usualRuns.upperBound)]
            ) { (row) throws(SQLiteFailure) in try row.requiredInteger("elapsed") }
        }
        guard let sorted = durations?.sorted(), Self.usualRuns.contains(sorted.count) else { return nil }
        let middle = sorted.count / 2
        if !sorted.count.isMultiple(of: 2) { return .milliseconds(sorted[middle]) }
        let (lower, upper) = (sorted[middle - 1], sorted[middle])
        return .milliseconds(lower + (upper - lower) / 2)
    }

    /// The newest answer to exactly this request; nil if there is none, or the journal can't be used.
    ///
    /// Only completed runs without masked secrets match.
    /// - Parameters:
    ///   - crewConfig: the configuration of a custom crew.
    ///   - template: the template that the crew is made from, identified by its id.
    ///   - since: the earliest time of the answer, in milliseconds since 1970.
    /// - Throws: `CancellationError`.
    package func answered(
        crew: CrewType, input: JSONObject?, crewConfig: JSONObject? = nil,
        template: JournalEntry.TemplateReference? = nil, host: String, since: Int64
    ) throws(CancellationError) -> JournalEntry? {
        let (start, overflow) = since.subtractingReportingOverflow(Self.longestRun)
        return try perform { database in
            try database.firstRow(
                """
                SELECT \(JournalEntry.columns) FROM \(JournalEntry.tables)
                WHERE host = ? AND crew = ? AND status = 'completed' AND began >= ?
                AND began + coalesce(elapsed, 0) >= ? AND input IS ? AND crew_config IS ? AND template_id IS ?
                AND answer IS NOT NULL AND error IS NULL AND NOT is_covered AND NOT is_elsewhere
                ORDER BY began DESC, number DESC LIMIT 1
                """,
                [
                    .text(host), .text(crew.rawValue), .integer(overflow ? .min : start), .integer(since),
                    .text(input.map { JSONValue.object($0).serialized() }),
                    .text(crewConfig.map { JSONValue.object($0).serialized() }), .text(template?.id),
                ], JournalEntry.init)
        } ?? nil
    }
}
