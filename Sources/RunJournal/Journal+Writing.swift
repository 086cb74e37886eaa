package import Nx1Events
import Nx1Values
import SQLiteDatabase

extension Journal {
    /// Writes down runs whose requests are about to leave. They are safe on the disk when this returns.
    /// - Throws: `CancellationError`.
    package func begin(_ entries: [JournalEntry]) async throws {
        let shell = ShellIdentity.own.text
        let isInMemory = file == nil
        // What follows the request may be lost with the power, and is asked for again; this may not.
        let write = JournalWrite(isUrgent: true) { database in
            for entry in entries { try Self.insert(entry, shell: shell, in: database) }
            if isInMemory {
                try database.run(
                    "DELETE FROM run WHERE number <= (SELECT max(number) FROM run) - ?",
                    [.integer(Self.keptInMemory)])
            }
        }
        try await self.write(write)
    }

    /// The service has taken the request, and calls the run by `id`.
    /// - Throws: `CancellationError`.
    package func accept(_ sentID: String, as id: String, status: CrewRunStatusEnum) async throws {
        let write = JournalWrite { database in
            try database.run(
                "UPDATE run SET correlation_id = ?, status = ? WHERE sent_id = ?",
                [.text(id), .text(status.rawValue), .text(sentID)])
        }
        try await self.write(write)
    }

    /// Writes down what is known of a run now, one that was started elsewhere as well.
    /// - Parameters:
    ///   - steps: what it has done; nil leaves the steps as they are.
    ///   - isWatched: whether this shell goes on watching it.
    /// - Throws: `CancellationError`.
    package func save(_ entry: JournalEntry, steps: StoredSteps? = nil, isWatched: Bool = false) async throws
    {
        let shell = isWatched ? ShellIdentity.own.text : nil
        let write = JournalWrite { database in
            try Self.update(entry, shell: shell, in: database)
            if database.changes == 0 { try Self.insert(entry, shell: shell, in: database) }
            if let steps { try Self.update(steps, of: entry, in: database) }
        }
        try await self.write(write)
    }

    private static func insert(_ entry: JournalEntry, shell: String?, in database: Database) throws {
        let answer = StoredAnswer(entry.answer)
        try database.run(
            """
            INSERT INTO run (sent_id, correlation_id, host, profile, crew, input, is_covered, question, source, line,
                batch, ordinal, began, elapsed, status, events, answer, is_json, error_code, error, shell, is_elsewhere,
                tokens, step_count)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                .text(entry.sentID), .text(entry.correlationID), .text(entry.host), .text(entry.profile),
                .text(entry.crew?.rawValue), .text(entry.input.map { JSONValue.object($0).serialized() }),
                .flag(entry.isCovered), .text(entry.question), .text(entry.origin.source),
                .integer(entry.origin.line), .text(entry.origin.batch?.name),
                .integer(entry.origin.batch?.ordinal), .integer(entry.began),
                .integer(entry.elapsed?.wholeMilliseconds), .text(entry.status?.rawValue),
                .integer(entry.events), .text(answer.text), .flag(answer.isJSON),
                .text(entry.failure?.code.rawValue), .text(entry.failure?.message), .text(shell),
                .flag(entry.isElsewhere), .text(entry.tokens?.json.serialized()), .integer(entry.stepCount),
            ])
    }

    private static func update(_ entry: JournalEntry, shell: String?, in database: Database) throws {
        let answer = StoredAnswer(entry.answer)
        try database.run(
            """
            UPDATE run SET correlation_id = ?, elapsed = coalesce(?, elapsed), status = coalesce(?, status),
                events = max(events, ?), answer = coalesce(?, answer),
                is_json = CASE WHEN ? IS NULL THEN is_json ELSE ? END, error_code = ?, error = ?, shell = ?,
                tokens = coalesce(?, tokens), step_count = coalesce(?, step_count)
            WHERE sent_id = ? OR correlation_id = ?
            """,
            [
                .text(entry.correlationID), .integer(entry.elapsed?.wholeMilliseconds),
                .text(entry.status?.rawValue), .integer(entry.events), .text(answer.text),
                .text(answer.text), .flag(answer.isJSON), .text(entry.failure?.code.rawValue),
                .text(entry.failure?.message), .text(shell), .text(entry.tokens?.json.serialized()),
                .integer(entry.stepCount), .text(entry.sentID), .text(entry.correlationID),
            ])
    }

    private static func update(_ steps: StoredSteps, of entry: JournalEntry, in database: Database) throws {
        try database.run(
            "UPDATE run SET steps = ?, steps_dropped = ? WHERE sent_id = ? OR correlation_id = ?",
            [
                .text(steps.text), .integer(steps.dropped), .text(entry.sentID), .text(entry.correlationID),
            ])
    }
}

/// An answer as the journal has it: a string as it is, so that it can be searched; anything else as JSON, and so a string
/// with a NUL in it, which SQLite's texts end with.
struct StoredAnswer {
    let text: String?
    let isJSON: Bool

    init(_ answer: JSONValue?) {
        if let string = answer?.string, !string.utf8.contains(0) {
            (text, isJSON) = (string, false)
        } else {
            (text, isJSON) = (answer?.serialized(), answer != nil)
        }
    }

    /// What `text` was written for; a text that is no JSON, which nobody has written so, is a string.
    static func answer(_ text: String, isJSON: Bool) -> JSONValue {
        guard isJSON else { return .string(text) }
        return (try? JSONValue(parsing: text)) ?? .string(text)
    }
}

extension Journal {
    /// The runs of `host` that nobody watches any more because their shells have died; this shell watches them from here on,
    /// and no other does.
    /// - Throws: `CancellationError`.
    package func claim(at host: String) throws(CancellationError) -> [JournalEntry] {
        try perform { database in
            try database.transaction {
                let shells = try database.rows(
                    "SELECT DISTINCT shell FROM run WHERE shell IS NOT NULL AND host = ?", [.text(host)]
                ) { (row) throws(SQLiteFailure) in try row.requiredText("shell") }
                var entries: [JournalEntry] = []
                for shell in shells where !ShellIdentity(text: shell).isAlive {
                    entries += try database.rows(
                        "SELECT \(JournalEntry.columns) FROM run WHERE shell = ? AND host = ? ORDER BY number",
                        [.text(shell), .text(host)], JournalEntry.init)
                    try database.run(
                        "UPDATE run SET shell = ? WHERE shell = ? AND host = ?",
                        [.text(ShellIdentity.own.text), .text(shell), .text(host)])
                }
                return entries
            }
        } ?? []
    }
}
