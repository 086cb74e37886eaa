import Nx1Client
import Nx1Events
import Nx1Settings
import RunJournal
import ShellInput
import ShellOutput
import ShellRuns
import ShellSession

extension Command {
    static let about = Command(
        name: "about", group: .shell,
        summary: "shows the version, how it was built, and where its files are",
        shows: .always
    ) { invocation, session in
        try invocation.words.end(of: "about")
        let surroundings = session.surroundings
        let program = surroundings.program
        let home = surroundings.folders.shellHome
        func file(_ name: String) -> JSONValue { home.map { .string("\($0)/\(name)") } ?? .null }
        return .facts([
            .init("version", .string(program.number)),
            .init("commit", program.commit.map(JSONValue.string) ?? .null),
            .init("compiler", program.compiler.map(JSONValue.string) ?? .null),
            .init("build", .string(ProgramVersion.build)),
            .init("platform", .string(ProgramVersion.platform)),
            .init(
                "libraries",
                .string(program.libraries.map { "\($0.name) \($0.version)" }.joined(separator: ", "))),
            .init("profiles", (try? session.connection.profiles().path).map(JSONValue.string) ?? .null),
            .init("startup_file", file("rc")),
            .init("history", file("history")),
            .init("journal", session.runs.journal.isOnDisk ? file("journal.sqlite") : .null),
            .init("tokens", file("tokens.json")),
            .init("questions", file("questions")),
            .init("crews", file("crews")),
        ])
    }
}
