import Nx1Events
import SQLiteDatabase

extension Journal {
    /// The runs that match, newest first; nil if the journal can't be used.
    /// - Throws: `CancellationError`.
    package func runs(_ query: JournalQuery) throws(CancellationError) -> [JournalEntry]? {
        var filter = RunFilter(query)
        let fold = query.foldsWatches ? "AND \(filter.isNewestRound)" : ""
        let rounds = query.foldsWatches ? RunFilter.rounds : "NULL"
        let conditions = filter.conditions
        let limit = filter.parameter(.integer(query.limit))
        let sql = """
            SELECT \(JournalEntry.columns), \(rounds) AS rounds
            FROM run AS listed LEFT JOIN request AS details ON details.run_number = number
            WHERE \(conditions) \(fold) ORDER BY number DESC LIMIT \(limit)
            """
        return try perform { database in
            try database.rows(sql, filter.values) { (row) throws(SQLiteFailure) in
                var entry = try JournalEntry(row)
                entry.rounds = try row.integer("rounds").flatMap { Int(exactly: $0) }
                return entry
            }
        }
    }
}

/// The conditions of a query. Column names have no table prefix, so the conditions also work in a nested query.
private struct RunFilter {
    private var parts = ["NOT is_elsewhere"]
    private(set) var values: [SQLiteValue] = []

    init(_ query: JournalQuery) {
        let words = Journal.expression(of: query.text)
        if !words.isEmpty {
            parts.append(
                "number IN (SELECT rowid FROM run_text WHERE run_text MATCH \(parameter(.text(words))))")
        }
        if let crew = query.crew { parts.append("crew = \(parameter(.text(crew.rawValue)))") }
        if let status = query.status { parts.append("status = \(parameter(.text(status.rawValue)))") }
        if let since = query.since { parts.append("began >= \(parameter(.integer(since)))") }
        if let host = query.host { parts.append("host = \(parameter(.text(host)))") }
        if let profile = query.profile {
            parts.append("coalesce(profile, 'default') = \(parameter(.text(profile)))")
        }
        if let session = query.session { parts.append("session = \(parameter(.text(session)))") }
    }

    var conditions: String { parts.joined(separator: " AND ") }

    /// Whether no later round of the listed run's watch matches. Evaluated per round, this reads only the rounds in
    /// between.
    var isNewestRound: String {
        """
        (details.watch IS NULL OR NOT EXISTS (
            SELECT 1 FROM request CROSS JOIN run ON number = run_number
            WHERE watch = details.watch AND run_number > listed.number AND \(conditions)))
        """
    }

    /// The number of rounds of the listed run's watch; NULL outside of watches.
    static let rounds = """
        CASE WHEN details.watch IS NOT NULL THEN
            (SELECT count(*) FROM request WHERE request.watch = details.watch) END
        """

    /// Adds a parameter with this value and returns its name.
    mutating func parameter(_ value: SQLiteValue) -> String {
        values.append(value)
        return "?\(values.count)"
    }
}

extension [JournalEntry] {
    /// The entries with only the first entry of each watch, for lists that include runs of the session.
    package func foldingWatches() -> [JournalEntry] {
        var places: [String: Int] = [:]
        var counts: [String: Int] = [:]
        var folded: [JournalEntry] = []
        for entry in self {
            guard let watch = entry.watch else {
                folded.append(entry)
                continue
            }
            counts[watch, default: 0] += 1
            let rounds = Swift.max(entry.rounds ?? 1, counts[watch] ?? 1)
            if let place = places[watch] {
                folded[place].rounds = Swift.max(folded[place].rounds ?? 1, rounds)
            } else {
                places[watch] = folded.count
                folded.append(entry)
                folded[folded.count - 1].rounds = rounds
            }
        }
        return folded
    }
}
