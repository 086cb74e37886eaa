import Nx1Client
import Nx1Events
import ShellInput
import ShellOutput
import ShellRuns
import ShellSession
import TypedRequests

extension Command {
    static let crew = Command(
        name: "crew", group: .asking, usage: "[TYPE [ITEM…] [TEXT]]",
        summary: "shows the crews, sets the default, or runs one once",
        details: """
            Alone it shows the crew types and the default. With a TYPE it sets the
            default, and text goes there. With items or a text it runs that crew once
            and leaves the default as it is.

            Items are inputs: key=text, key:=json, key=@file (a text), key:=@file (JSON);
            a value with spaces stands in quotes. In the place of a file, a run (%2, last,
            an id) is its answer, and - is standard input; ./%2 is a file. They come first;
            the first word that is none, or --, starts the text, the question.
            """,
        examples: [
            .init(":crew", "which there are"),
            .init(":crew data_engineering", "text goes there from now on"),
            .init(":crew classification text=@ticket.txt", "one run with a file as its input"),
            .init(":crew data_engineering rows:=@last Load them", "with the last answer's table"),
            .init(":crew ask limit:=5 Which orders are late?", "one run with input and question"),
        ],
        arguments: [.crew, .item],
        shows: .whenAlone
    ) { invocation, session in
        guard let (crew, request) = try session.requests.crew(in: invocation.arguments) else {
            return try await session.crewTypes(for: invocation.line)
        }
        if let request {
            try await session.ask(session.takeAttachments(of: request), in: invocation.context)
        } else {
            try await session.setDefaultCrew(crew, for: invocation.line)
        }
        return .none
    }
}

extension Session {
    /// The types and the default: the service's list, or, where there is none to ask, the published one.
    fileprivate func crewTypes(for line: LineRuns) async throws -> Reply {
        crews.use(connection.hostAsSet)
        if crews.offers == nil, let nx1 = try? line.open() {
            crews.learn(try await nx1.crewOffers(), of: connection.hostAsSet)
        }
        if crews.offers == nil {
            line.context.console.note("There is no service to ask; these are the published types.")
        }
        let selected = defaultCrew
        var types = crews.known
        if !types.contains(selected) { types.append(selected) }
        return .table(
            columns: ["crew", "default"], rows: types.map { [.string($0.rawValue), .bool($0 == selected)] })
    }

    fileprivate func setDefaultCrew(_ crew: CrewType, for line: LineRuns) async throws {
        if !CrewType.published.contains(crew), (try? line.open()) == nil { throw crews.unknown(crew) }
        _ = try await self.crew(named: crew.rawValue, by: line)
        settings.crew = crew
    }
}
