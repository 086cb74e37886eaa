package import Nx1Events
import Nx1Values
import SQLiteDatabase

/// Which runs are looked for.
package struct JournalQuery: Sendable, Hashable {
    /// Words that all have to stand in the question or the answer, or begin words in them.
    package var text = ""
    package var crew: CrewType?
    package var status: CrewRunStatusEnum?
    /// Not before this, in milliseconds since 1970.
    package var since: Int64?
    /// The address of the service.
    package var host: String?
    /// The profile; `default` is also for runs without one.
    package var profile: String?
    package var limit = 20

    package init(
        text: String = "", crew: CrewType? = nil, status: CrewRunStatusEnum? = nil, since: Int64? = nil,
        host: String? = nil, profile: String? = nil, limit: Int = 20
    ) {
        self.text = text
        self.crew = crew
        self.status = status
        self.since = since
        self.host = host
        self.profile = profile
        self.limit = limit
    }
}

extension JournalQuery {
    /// Whether a run that is not in the journal fits: by beginnings of words, too.
    package func matches(_ entry: JournalEntry) -> Bool {
        if let crew, entry.crew != crew { return false }
        if let status, entry.status != status { return false }
        if let since, entry.began < since { return false }
        if let host, entry.host != host { return false }
        if let profile, entry.profile ?? "default" != profile { return false }
        let found = ((entry.question ?? "") + " " + (entry.result?.text ?? "")).lowercased()
            .split { !$0.isLetter && !$0.isNumber }
        return text.lowercased().split(whereSeparator: \.isWhitespace).allSatisfy { word in
            found.contains { $0.hasPrefix(word) }
        }
    }
}

extension Journal {
    /// The runs that fit, the newest first; nil if the journal can't be used.
    /// - Throws: `CancellationError`.
    package func runs(_ query: JournalQuery) throws(CancellationError) -> [JournalEntry]? {
        var conditions = ["NOT is_elsewhere"]
        var values: [SQLiteValue] = []
        let words = Self.expression(of: query.text)
        if !words.isEmpty {
            conditions.append("number IN (SELECT rowid FROM run_text WHERE run_text MATCH ?)")
            values.append(.text(words))
        }
        if let crew = query.crew {
            conditions.append("crew = ?")
            values.append(.text(crew.rawValue))
        }
        if let status = query.status {
            conditions.append("status = ?")
            values.append(.text(status.rawValue))
        }
        if let since = query.since {
            conditions.append("began >= ?")
            values.append(.integer(since))
        }
        if let host = query.host {
            conditions.append("host = ?")
            values.append(.text(host))
        }
        if let profile = query.profile {
            conditions.append("coalesce(profile, 'default') = ?")
            values.append(.text(profile))
        }
        values.append(.integer(query.limit))
        let sql =
            "SELECT \(JournalEntry.columns) FROM run WHERE " + conditions.joined(separator: " AND ")
            + " ORDER BY number DESC LIMIT ?"
        return try perform { try $0.rows(sql, values, JournalEntry.init) }
    }

    /// The runs whose id is `beginning`, or begins so, the newest first: six at most.
    /// - Throws: `CancellationError`.
    package func runs(beginning: String) throws(CancellationError) -> [JournalEntry] {
        try perform { database in
            // Ranges, unlike patterns, use the index, and have no characters of their own.
            try database.rows(
                """
                SELECT \(JournalEntry.columns) FROM run WHERE correlation_id >= ? AND correlation_id < ? OR sent_id = ?
                ORDER BY correlation_id <> ?, number DESC LIMIT 6
                """,
                [.text(beginning), .text(beginning + "\u{10FFFF}"), .text(beginning), .text(beginning)],
                JournalEntry.init)
        } ?? []
    }

    /// The newest run, of `host` if one is given.
    /// - Throws: `CancellationError`.
    package func last(at host: String?) throws(CancellationError) -> JournalEntry? {
        try perform { database in
            try database.firstRow(
                """
                SELECT \(JournalEntry.columns) FROM run WHERE (?1 IS NULL OR host = ?1) AND NOT is_elsewhere
                ORDER BY number DESC LIMIT 1
                """, [.text(host)], JournalEntry.init)
        } ?? nil
    }

    /// What an FTS5 search for all words of `text` is: each in quotes, so that nothing in it is the language's, and as a
    /// beginning.
    static func expression(of text: String) -> String {
        text.split(whereSeparator: \.isWhitespace)
            .map { "\"" + $0.replacing("\"", with: "\"\"").filter { $0 != "\0" } + "\"*" }
            .joined(separator: " ")
    }
}

extension JournalEntry {
    /// All columns that an entry is made of. The steps are none of them: they are large, and read when somebody asks.
    static let columns = """
        sent_id, correlation_id, host, profile, crew, input, is_covered, question, source, line, batch, ordinal, began,
        elapsed, status, events, answer, is_json, error_code, error, is_elsewhere, tokens, step_count
        """

    init(_ row: borrowing Row) throws(SQLiteFailure) {
        self.init(
            sentID: try row.requiredText("sent_id"), correlationID: try row.requiredText("correlation_id"),
            host: try row.requiredText("host"), profile: try row.text("profile"),
            crew: try row.text("crew").map(CrewType.init(rawValue:)),
            input: try row.text("input").flatMap { (try? JSONValue(parsing: $0))?.object },
            question: try row.text("question"), origin: try Origin(row),
            began: try row.requiredInteger("began"),
            isCovered: try row.flag("is_covered"),
            status: try row.text("status").map(CrewRunStatusEnum.init(rawValue:)),
            events: Int(try row.requiredInteger("events")),
            elapsed: try row.integer("elapsed").map { .milliseconds($0) },
            answer: try StoredAnswer.answer(row), failure: try Failure(row),
            stepCount: try row.integer("step_count").map { Int($0) },
            tokens: try row.text("tokens").flatMap { try? JSONValue(parsing: $0) }.flatMap {
                TokenUsage(named: $0)
            }, isElsewhere: try row.flag("is_elsewhere"))
    }
}

extension JournalEntry.Origin {
    fileprivate init(_ row: borrowing Row) throws(SQLiteFailure) {
        self.init(
            source: try row.requiredText("source"), line: try row.integer("line").map { Int($0) },
            batch: try JournalEntry.BatchPlace(row))
    }
}

extension JournalEntry.BatchPlace {
    fileprivate init?(_ row: borrowing Row) throws(SQLiteFailure) {
        guard let name = try row.text("batch") else { return nil }
        self.init(name: name, ordinal: Int(try row.integer("ordinal") ?? 0))
    }
}

extension JournalEntry.Failure {
    fileprivate init?(_ row: borrowing Row) throws(SQLiteFailure) {
        guard let message = try row.text("error") else { return nil }
        self.init(code: .init(rawValue: try row.text("error_code") ?? ""), message: message)
    }
}

extension StoredAnswer {
    fileprivate static func answer(_ row: borrowing Row) throws(SQLiteFailure) -> JSONValue? {
        guard let text = try row.text("answer") else { return nil }
        return answer(text, isJSON: try row.flag("is_json"))
    }
}

extension Journal {
    /// What there is of a question of a batch.
    package struct KeptLine: Sendable {
        package var entry: JournalEntry?
        /// The number of its newest run; 0 if there is none.
        package var newest: Int64 = 0
    }

    /// The newest run of a question of a batch; nil if the journal can't be used.
    /// - Throws: `CancellationError`.
    package func run(
        of batch: JournalEntry.BatchPlace, crew: CrewType, input: JSONObject
    ) throws(CancellationError) -> KeptLine? {
        let text = JSONValue.object(input).serialized()
        return try perform { database in
            try database.firstRow(
                """
                SELECT number, \(JournalEntry.columns) FROM run WHERE batch = ? AND crew = ? AND input = ? AND ordinal = ?
                ORDER BY number DESC LIMIT 1
                """,
                [.text(batch.name), .text(crew.rawValue), .text(text), .integer(batch.ordinal)]
            ) { (row) throws(SQLiteFailure) in
                KeptLine(entry: try JournalEntry(row), newest: try row.requiredInteger("number"))
            } ?? KeptLine()
        }
    }
}

extension Journal {
    /// The steps of the run that was sent with this id; nil if the journal has none of it.
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
