package import Nx1Events
import Nx1Values
import SQLiteDatabase

/// The criteria of a search for runs.
package struct JournalQuery: Sendable, Hashable {
    /// Words that must all occur in the question or the answer, at least as the start of a word.
    package var text = ""
    package var crew: CrewType?
    package var status: CrewRunStatusEnum?
    /// The earliest start time, in milliseconds since 1970.
    package var since: Int64?
    /// The address of the service.
    package var host: String?
    /// The profile; `default` also matches runs without one.
    package var profile: String?
    /// The name of the session.
    package var session: String?
    /// Whether only the newest matching round of each watch is listed, with the number of its rounds.
    package var foldsWatches = false
    package var limit = 20

    package init(
        text: String = "", crew: CrewType? = nil, status: CrewRunStatusEnum? = nil, since: Int64? = nil,
        host: String? = nil, profile: String? = nil, session: String? = nil, foldsWatches: Bool = false,
        limit: Int = 20
    ) {
        self.text = text
        self.crew = crew
        self.status = status
        self.since = since
        self.host = host
        self.profile = profile
        self.session = session
        self.foldsWatches = foldsWatches
        self.limit = limit
    }
}

extension JournalQuery {
    /// Whether a run that isn't in the journal matches. Words match by prefix, too.
    package func matches(_ entry: JournalEntry) -> Bool {
        if let crew, entry.crew != crew { return false }
        if let status, entry.status != status { return false }
        if let since, entry.began < since { return false }
        if let host, entry.host != host { return false }
        if let profile, entry.profile ?? "default" != profile { return false }
        if let session, entry.session != session { return false }
        let found = ((entry.question ?? "") + " " + (entry.result?.text ?? "")).lowercased()
            .split { !$0.isLetter && !$0.isNumber }
        return text.lowercased().split(whereSeparator: \.isWhitespace).allSatisfy { word in
            found.contains { $0.hasPrefix(word) }
        }
    }
}

extension Journal {
    /// The runs whose id equals or starts with `beginning`, newest first; at most six.
    /// - Throws: `CancellationError`.
    package func runs(beginning: String) throws(CancellationError) -> [JournalEntry] {
        try perform { database in
            // Unlike patterns, ranges use the index and have no special characters.
            try database.rows(
                """
                SELECT \(JournalEntry.columns) FROM \(JournalEntry.tables)
                WHERE correlation_id >= ? AND correlation_id < ? OR sent_id = ?
                ORDER BY correlation_id <> ?, number DESC LIMIT 6
                """,
                [.text(beginning), .text(beginning + "\u{10FFFF}"), .text(beginning), .text(beginning)],
                JournalEntry.init)
        } ?? []
    }

    /// The newest run, optionally of a host.
    /// - Throws: `CancellationError`.
    package func last(at host: String?) throws(CancellationError) -> JournalEntry? {
        try perform { database in
            try database.firstRow(
                """
                SELECT \(JournalEntry.columns) FROM \(JournalEntry.tables) WHERE (?1 IS NULL OR host = ?1) AND NOT is_elsewhere
                ORDER BY number DESC LIMIT 1
                """, [.text(host)], JournalEntry.init)
        } ?? nil
    }

    /// The FTS5 expression for all words of `text`. Each is quoted, so that it has no special syntax, and matches as
    /// a prefix.
    static func expression(of text: String) -> String {
        text.split(whereSeparator: \.isWhitespace)
            .map { "\"" + $0.replacing("\"", with: "\"\"").filter { $0 != "\0" } + "\"*" }
            .joined(separator: " ")
    }
}

extension Journal {
    /// The journal's runs of a line of a batch.
    package struct KeptLine: Sendable {
        package var entry: JournalEntry?
        /// The number of the newest run; 0 if there is none.
        package var newest: Int64 = 0
    }

    /// The newest run of a line of a batch; nil if the journal can't be used.
    /// - Parameters:
    ///   - crewConfig: the configuration of a custom crew. Runs with another one don't match.
    ///   - template: the template that the crew is made from. Runs of another one don't match.
    /// - Throws: `CancellationError`.
    package func run(
        of batch: JournalEntry.BatchPlace, crew: CrewType, input: JSONObject, crewConfig: JSONObject? = nil,
        template: JournalEntry.TemplateReference? = nil
    ) throws(CancellationError) -> KeptLine? {
        let text = JSONValue.object(input).serialized()
        return try perform { database in
            try database.firstRow(
                """
                SELECT number, \(JournalEntry.columns) FROM \(JournalEntry.tables)
                WHERE batch = ? AND crew = ? AND input = ? AND ordinal = ? AND crew_config IS ? AND template_id IS ?
                ORDER BY number DESC LIMIT 1
                """,
                [
                    .text(batch.name), .text(crew.rawValue), .text(text), .integer(batch.ordinal),
                    .text(crewConfig.map { JSONValue.object($0).serialized() }), .text(template?.id),
                ]
            ) { (row) throws(SQLiteFailure) in
                KeptLine(entry: try JournalEntry(row), newest: try row.requiredInteger("number"))
            } ?? KeptLine()
        }
    }
}

extension Journal {
    /// The steps of the run that was sent with this id; nil if the journal has none.
    /// - Throws: `CancellationError`.
    package func steps(of sentID: String) throws(CancellationError) -> StoredSteps? {
        try perform { database in
            try database.firstRow(
                "SELECT steps, steps_dropped FROM run WHERE sent_id = ?", [.text(sentID)]
            ) { (row) throws(SQLiteFailure) in
                guard let text = try row.text("steps") else { return nil as StoredSteps? }
                return StoredSteps(text: text, dropped: Int(try row.requiredInteger("steps_dropped")))
            } ?? nil
        } ?? nil
    }
}
