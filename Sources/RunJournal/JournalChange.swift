import Nx1Events
import Nx1Values
import SQLiteDatabase

/// A change of a run or a session to be journalled.
enum JournalChange: Sendable {
    /// A run whose request is about to be sent.
    /// - Parameters:
    ///   - newest: for a line of a batch, the number of its newest run. The change is rejected if there is a newer
    ///     one.
    ///   - conversation: the id that the first request of its conversation was sent with.
    case beginning(JournalEntry, newest: Int64?, conversation: String?)
    /// The service has accepted the request and named the run `id`.
    case acceptance(sentID: String, id: String, status: CrewRunStatusEnum)
    /// The current state of a run.
    case state(JournalEntry, StoredSteps?, isWatched: Bool)
    /// The current state of a named session, and when it changed, in milliseconds since 1970.
    case session(name: String, state: JSONObject, changed: Int64)

    /// The id that the run's request was sent with; nil for a session.
    var sentID: String? {
        switch self {
        case .beginning(let entry, _, _), .state(let entry, _, _): entry.sentID
        case .acceptance(let sentID, _, _): sentID
        case .session: nil
        }
    }

    /// The session's name; nil for a run.
    var session: String? {
        if case .session(let name, _, _) = self { name } else { nil }
    }

    /// Whether the write must reach the disk before the request is sent. Later changes may be lost in a power
    /// failure, because the service has them.
    var isUrgent: Bool {
        if case .beginning = self { true } else { false }
    }

    /// The approximate size in memory, in bytes.
    var size: Int {
        switch self {
        case .beginning(let entry, _, _): 1024 + entry.size
        case .acceptance: 256
        case .state(let entry, let steps, _): 1024 + entry.size + (steps?.size ?? 0)
        case .session(let name, let state, _): 256 + name.utf8.count + state.size
        }
    }

    /// The same change without its steps, which take the most space; nil if it has none.
    var withoutSteps: JournalChange? {
        guard case .state(let entry, .some, let isWatched) = self else { return nil }
        return .state(entry, nil, isWatched: isWatched)
    }
}

extension JournalEntry {
    fileprivate var size: Int {
        (question?.utf8.count ?? 0) + (input?.size ?? 0) + (crewConfig?.size ?? 0)
            + (savedQuestion?.values.size ?? 0) + (answer?.serialized().utf8.count ?? 0)
            + (failure?.message.utf8.count ?? 0)
    }
}

extension JSONObject {
    fileprivate var size: Int { JSONValue.object(self).serialized().utf8.count }
}

extension StoredSteps {
    /// A step holds several texts and values, most of them short.
    fileprivate var size: Int { steps.count * 512 + text.utf8.count }
}

extension JournalChange {
    /// Writes the change.
    /// - Parameter mostRuns: the number of newest runs to keep; nil for all.
    /// - Returns: false if another shell has started the same line of a batch.
    func apply(to database: Database, mostRuns: Int?) throws -> Bool {
        let shell = ShellIdentity.own.text
        switch self {
        case .beginning(let entry, let newest, let conversation):
            if let newest, let batch = entry.origin.batch,
                try Self.number(of: batch, like: entry, in: database) > newest
            {
                return false
            }
            try Self.insert(entry, shell: shell, conversation: conversation, in: database)
            if let mostRuns {
                try database.run(
                    "DELETE FROM run WHERE number <= (SELECT max(number) FROM run) - ?", [.integer(mostRuns)])
            }
        case .acceptance(let sentID, let id, let status):
            try database.run(
                "UPDATE run SET correlation_id = ?, status = ? WHERE sent_id = ?",
                [.text(id), .text(status.rawValue), .text(sentID)])
        case .state(let entry, let steps, let isWatched):
            let shell = isWatched ? shell : nil
            try Self.update(entry, shell: shell, in: database)
            if database.changes == 0 { try Self.insert(entry, shell: shell, in: database) }
            if let steps { try Self.update(steps, of: entry, in: database) }
        case .session(let name, let state, let changed):
            // If two shells resume the same session, the last one to save wins.
            try database.run(
                "INSERT OR REPLACE INTO session (name, state, changed) VALUES (?, ?, ?)",
                [.text(name), .text(JSONValue.object(state).serialized()), .integer(changed)])
        }
        return true
    }

    /// The number of the newest run of a line of a batch; 0 if there is none.
    private static func number(
        of batch: JournalEntry.BatchPlace, like entry: JournalEntry, in database: Database
    ) throws -> Int64 {
        try database.number(
            """
            SELECT max(number) FROM \(JournalEntry.tables)
            WHERE batch = ? AND crew = ? AND input = ? AND ordinal = ? AND crew_config IS ? AND template_id IS ?
            """,
            [
                .text(batch.name), .text(entry.crew?.rawValue),
                .text(entry.input.map { JSONValue.object($0).serialized() }), .integer(batch.ordinal),
                .text(entry.crewConfig.map { JSONValue.object($0).serialized() }), .text(entry.template?.id),
            ]) ?? 0
    }

    /// Repeating a write that may already have reached the disk changes nothing.
    private static func insert(
        _ entry: JournalEntry, shell: String?, conversation: String? = nil, in database: Database
    ) throws {
        let answer = StoredAnswer(entry.answer)
        try database.run(
            """
            INSERT INTO run (sent_id, correlation_id, host, profile, crew, input, is_covered, question, source, line,
                batch, ordinal, began, elapsed, status, events, answer, is_json, error_code, error, shell, is_elsewhere,
                tokens, step_count, conversation)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (sent_id) DO NOTHING
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
                .text(conversation),
            ])
        if database.changes > 0, entry.hasRequestRow { try insertRequest(of: entry, in: database) }
    }

    private static func insertRequest(of entry: JournalEntry, in database: Database) throws {
        try database.run(
            """
            INSERT INTO request (run_number, session, watch, template_id, template_name, saved_question, saved_values,
                crew_config)
            SELECT number, ?, ?, ?, ?, ?, ?, ? FROM run WHERE sent_id = ?
            """,
            [
                .text(entry.session), .text(entry.watch), .text(entry.template?.id),
                .text(entry.template?.name), .text(entry.savedQuestion?.name),
                .text(entry.savedQuestion.map { JSONValue.object($0.values).serialized() }),
                .text(entry.crewConfig.map { JSONValue.object($0).serialized() }), .text(entry.sentID),
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

/// The stored form of an answer: a string unchanged, so that it can be searched; anything else as JSON. A string that
/// contains a NUL is also stored as JSON, because SQLite's texts end there.
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

    /// The answer that `text` was stored for. Invalid JSON, which is never written, is taken as a string.
    static func answer(_ text: String, isJSON: Bool) -> JSONValue {
        guard isJSON else { return .string(text) }
        return (try? JSONValue(parsing: text)) ?? .string(text)
    }
}
