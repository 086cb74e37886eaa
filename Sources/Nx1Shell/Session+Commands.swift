public import InputSources
import Nx1Client
public import ShellOutput
public import ShellRuns
public import ShellSession

extension Session {
    /// Creates a session that hasn't sent anything yet.
    /// - Parameters:
    ///   - settings: its settings at the start.
    ///   - program: the program that the session is part of.
    ///   - console: where output goes.
    ///   - interrupts: delivers Ctrl-C.
    ///   - environment: environment variables, used to look up connection settings.
    ///   - eventRecord: receives every progress event as a JSON line.
    ///   - completer: is kept up to date with what Tab can offer.
    ///   - questions: prompts the person at the terminal for what a command lacks.
    ///   - standardInput: standard input, as part of requests.
    ///   - folders: where to look for the person's and the team's files.
    ///   - typedLines: the lines typed so far, oldest first.
    ///   - journalPath: the journal's path; without one, runs are kept in memory.
    public init(
        _ settings: SessionSettings, program: ProgramVersion = ProgramVersion(number: "0"), console: Console,
        interrupts: Interrupts, environment: [String: String],
        eventRecord: ByteSink? = nil, completer: Completer? = nil, questions: Questions? = nil,
        standardInput: StandardInput = StandardInput(.lines), folders: OwnFolders = .none,
        typedLines: @escaping @Sendable () async throws -> [String] = { [] }, journalPath: String? = nil
    ) {
        self.init(
            settings,
            in: Surroundings(
                program: program, console: console, interrupts: interrupts, environment: environment,
                eventRecord: eventRecord, commands: CommandRegistry.table, completer: completer,
                questions: questions, standardInput: standardInput, folders: folders,
                typedLines: typedLines),
            journalPath: journalPath)
    }
}
