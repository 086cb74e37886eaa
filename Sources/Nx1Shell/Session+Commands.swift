public import InputSources
import Nx1Client
public import ShellOutput
public import ShellRuns
public import ShellSession

extension Session {
    /// A session that has sent nothing yet.
    /// - Parameters:
    ///   - settings: what it is told at its beginning.
    ///   - console: where all that is shown goes.
    ///   - interrupts: what Ctrl-C comes in by.
    ///   - environment: variables, where the connection's settings are looked up.
    ///   - eventRecord: where every progress event goes as a JSON line.
    ///   - completer: what is to be told what Tab can offer.
    ///   - questions: how to ask the person at the terminal for what a command lacks.
    ///   - standardInput: standard input as a part of requests.
    ///   - folders: where the person's and the team's files are looked for.
    ///   - typedLines: the lines that were typed, oldest first.
    ///   - journalPath: the file where runs are kept; without one they are kept in memory.
    public init(
        _ settings: SessionSettings, console: Console, interrupts: Interrupts, environment: [String: String],
        eventRecord: ByteSink? = nil, completer: Completer? = nil, questions: Questions? = nil,
        standardInput: StandardInput = StandardInput(.lines), folders: OwnFolders = .none,
        typedLines: @escaping @Sendable () async throws -> [String] = { [] }, journalPath: String? = nil
    ) {
        self.init(
            settings,
            in: Surroundings(
                console: console, interrupts: interrupts, environment: environment,
                eventRecord: eventRecord, commands: CommandRegistry.table, completer: completer,
                questions: questions, standardInput: standardInput, folders: folders,
                typedLines: typedLines),
            journalPath: journalPath)
    }
}
