import Nx1Events
import Nx1Values
import SQLiteDatabase

extension JournalEntry {
    /// The columns of an entry. The steps are not among them: they are large, and read only on demand.
    static let columns = """
        sent_id, correlation_id, host, profile, crew, input, is_covered, question, source, line, batch, ordinal, began,
        elapsed, status, events, answer, is_json, error_code, error, is_elsewhere, tokens, step_count, crew_config,
        template_id, template_name, saved_question, saved_values, session, watch
        """

    /// The tables that have these columns.
    static let tables = "run LEFT JOIN request ON run_number = number"

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
            }, isElsewhere: try row.flag("is_elsewhere"),
            crewConfig: try row.text("crew_config").flatMap { (try? JSONValue(parsing: $0))?.object },
            template: try TemplateReference(row), savedQuestion: try SavedQuestionReference(row),
            session: try row.text("session"), watch: try row.text("watch"))
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

extension JournalEntry.TemplateReference {
    fileprivate init?(_ row: borrowing Row) throws(SQLiteFailure) {
        guard let id = try row.text("template_id") else { return nil }
        self.init(id: id, name: try row.text("template_name") ?? id)
    }
}

extension JournalEntry.SavedQuestionReference {
    fileprivate init?(_ row: borrowing Row) throws(SQLiteFailure) {
        guard let name = try row.text("saved_question") else { return nil }
        let values = try row.text("saved_values").flatMap { (try? JSONValue(parsing: $0))?.object }
        self.init(name: name, values: values ?? JSONObject())
    }
}

extension StoredAnswer {
    fileprivate static func answer(_ row: borrowing Row) throws(SQLiteFailure) -> JSONValue? {
        guard let text = try row.text("answer") else { return nil }
        return answer(text, isJSON: try row.flag("is_json"))
    }
}
