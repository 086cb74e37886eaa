import Nx1Client
import Nx1Events
import Nx1Values
import RunJournal
import ShellInput
import ShellOutput
import ShellRuns
import ShellSession

extension Command {
    static let session = Command(
        name: "session", group: .shell, usage: "[NAME|off]",
        summary: "starts or resumes a named session, or lists sessions",
        details: """
            The journal records a session's runs under its NAME. `nx1sh --session NAME` and
            :session NAME resume it, with its default crew, sticky inputs, :context and
            earlier exchanges. A shell that hasn't asked anything yet also gets its runs
            back, with their numbers. Flags take precedence.

            Without arguments, it lists the sessions, last used first. off leaves the
            session. :runs --session NAME lists its runs, and :report FILE --session NAME
            writes them with their answers. Inputs that are named like secrets, or contain
            a secret that the shell knows, are not recorded.
            """,
        examples: [
            .init(":session q47", "starts or resumes q47"),
            .init(":session", "lists the sessions"),
            .init(":report q47.html --session q47", "its questions and answers as a page"),
        ],
        arguments: [.anyOf([.session, .words(["off"])])],
        shows: .whenAlone
    ) { invocation, session in
        var words = invocation.words
        let name = words.next()
        try words.end(of: "session")
        switch name {
        case nil: return try await session.listOfSessions(on: invocation.console)
        case "off":
            if let name = await session.leaveSession() {
                invocation.console.note("Left session \(name). To resume it, use `:session \(name)`.")
            } else {
                invocation.console.note("No session to leave.")
            }
        case let name?: try await session.use(SessionName(name), on: invocation.console)
        }
        return .none
    }
}

extension Session {
    /// The sessions in the journal, last used first.
    fileprivate func listOfSessions(on console: Console) async throws -> Reply {
        guard let known = try await runs.journal.sessions() else {
            throw Complaint(.noJournal, "The journal can't be used, so sessions can't be listed.")
        }
        learn(sessions: known.map(\.name))
        if known.isEmpty { console.note("No sessions yet. To start one, use `:session NAME`.") }
        let current = settings.session?.description
        return .table(
            columns: ["session", "current", "runs", "last_used", "last_question"],
            rows: known.map { session in
                [
                    .string(session.name), .bool(session.name == current),
                    .number(JSONNumber(session.runCount)),
                    session.last.map { .string(Timestamp.local($0)) } ?? .null,
                    session.lastQuestion.map { .string(Self.beginning(of: $0)) } ?? .null,
                ]
            },
            data: .array(
                known.map { session in
                    .object([
                        "session": .string(session.name), "current": .bool(session.name == current),
                        "runs": .number(JSONNumber(session.runCount)),
                        "first_used": session.first.map { .string(Timestamp.text($0)) } ?? .null,
                        "last_used": session.last.map { .string(Timestamp.text($0)) } ?? .null,
                        "last_question": session.lastQuestion.map(JSONValue.string) ?? .null,
                    ])
                }))
    }

    private static func beginning(of question: String) -> String {
        let row = question.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return row.count > 60 ? row.prefix(59) + "…" : row
    }
}
