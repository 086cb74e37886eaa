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
        summary: "names what is asked from here on, to go on with it later",
        details: """
            What is asked in a session has its name in the journal. `nx1sh --session NAME`
            goes on with it, and so does :session NAME: with its default crew, its sticky
            inputs, :context and the exchanges that questions carry; in a shell that has
            asked nothing yet, with its runs under the numbers that they had. Flags take
            precedence.

            Alone it lists the sessions, the last one used first. off leaves the session.
            :runs --session NAME lists its runs, :report FILE --session NAME has them with
            their answers. Inputs that are named like secrets, or hold one that the shell
            knows, are not kept.
            """,
        examples: [
            .init(":session q47", "a session of that name, new or not"),
            .init(":session", "which there are"),
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
                invocation.console.note("Left session \(name). `:session \(name)` goes on with it.")
            } else {
                invocation.console.note("There is no session to leave.")
            }
        case let name?: try await session.use(SessionName(name), on: invocation.console)
        }
        return .none
    }
}

extension Session {
    /// The sessions of the journal, the one that was used last first.
    fileprivate func listOfSessions(on console: Console) async throws -> Reply {
        guard let known = try await runs.journal.sessions() else {
            throw Complaint(.noJournal, "The journal can't be used, so there is no list.")
        }
        learn(sessions: known.map(\.name))
        if known.isEmpty { console.note("There are no sessions yet. `:session NAME` begins one.") }
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
