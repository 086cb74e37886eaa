import GRDB
package import Nx1Events
import Nx1Values

/// Which runs are looked for.
package struct JournalQuery: Sendable, Hashable {
    /// Words that all have to stand in the question or the answer, or begin words in them.
    package var text = ""
    package var crew: CrewType?
    package var status: CrewRunStatusEnum?
    /// Not before this, in milliseconds since 1970.
    package var since: Int64?
    package var limit = 20

    package init(
        text: String = "", crew: CrewType? = nil, status: CrewRunStatusEnum? = nil, since: Int64? = nil,
        limit: Int = 20
    ) {
        self.text = text
        self.crew = crew
        self.status = status
        self.since = since
        self.limit = limit
    }
}

extension Journal {
    /// The runs that fit, the newest first; nil if the journal can't be used.
    /// - Throws: `CancellationError`.
    package func runs(_ query: JournalQuery) async throws -> [JournalEntry]? {
        var conditions = ["NOT is_elsewhere"]
        var arguments = StatementArguments()
        let words = Self.expression(of: query.text)
        if !words.isEmpty {
            conditions.append("number IN (SELECT rowid FROM run_text WHERE run_text MATCH ?)")
            arguments += [words]
        }
        if let crew = query.crew {
            conditions.append("crew = ?")
            arguments += [crew.rawValue]
        }
        if let status = query.status {
            conditions.append("status = ?")
            arguments += [status.rawValue]
        }
        if let since = query.since {
            conditions.append("began >= ?")
            arguments += [since]
        }
        arguments += [query.limit]
        let sql =
            "SELECT \(JournalEntry.columns) FROM run WHERE " + conditions.joined(separator: " AND ")
            + " ORDER BY number DESC LIMIT ?"
        return try await perform { [arguments] database in
            try Row.fetchAll(database, sql: sql, arguments: arguments).map(JournalEntry.init)
        }
    }

    /// The runs whose id is `beginning`, or begins so, the newest first: six at most.
    /// - Throws: `CancellationError`.
    package func runs(beginning: String) async throws -> [JournalEntry] {
        try await perform { database in
            // Ranges, unlike patterns, use the index, and have no characters of their own.
            try Row.fetchAll(
                database,
                sql: """
                    SELECT \(JournalEntry.columns) FROM run WHERE correlation_id >= ? AND correlation_id < ? OR sent_id = ?
                    ORDER BY correlation_id <> ?, number DESC LIMIT 6
                    """,
                arguments: [beginning, beginning + "\u{10FFFF}", beginning, beginning]
            ).map(JournalEntry.init)
        } ?? []
    }

    /// The newest run, of `host` if one is given.
    /// - Throws: `CancellationError`.
    package func last(at host: String?) async throws -> JournalEntry? {
        try await perform { database in
            try Row.fetchOne(
                database,
                sql: """
                    SELECT \(JournalEntry.columns) FROM run WHERE (?1 IS NULL OR host = ?1) AND NOT is_elsewhere
                    ORDER BY number DESC LIMIT 1
                    """,
                arguments: [host]
            ).map(JournalEntry.init)
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

    init(_ row: Row) {
        let batch = (row["batch"] as String?).map {
            BatchPlace(name: $0, ordinal: row["ordinal"] ?? 0)
        }
        self.init(
            sentID: row["sent_id"], correlationID: row["correlation_id"], host: row["host"],
            profile: row["profile"], crew: (row["crew"] as String?).map(CrewType.init(rawValue:)),
            input: (row["input"] as String?).flatMap { (try? JSONValue(parsing: $0))?.object },
            question: row["question"],
            origin: Origin(source: row["source"], line: row["line"], batch: batch), began: row["began"],
            isCovered: row["is_covered"],
            status: (row["status"] as String?).map(CrewRunStatusEnum.init(rawValue:)), events: row["events"],
            elapsed: (row["elapsed"] as Int64?).map { .milliseconds($0) },
            answer: (row["answer"] as String?).map { StoredAnswer.answer($0, isJSON: row["is_json"]) },
            failure: (row["error"] as String?).map {
                Failure(code: .init(rawValue: row["error_code"] ?? ""), message: $0)
            },
            stepCount: row["step_count"],
            tokens: (row["tokens"] as String?).flatMap { try? JSONValue(parsing: $0) }.flatMap {
                TokenUsage(named: $0)
            }, isElsewhere: row["is_elsewhere"])
    }
}

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
