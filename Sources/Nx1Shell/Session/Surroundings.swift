import Nx1Client
import Nx1Events
import ShellOutput
import ShellRuns

/// What is around a session, and stays as it is: its streams, what interrupts it, its variables, and the person at the terminal.
struct Surroundings: Sendable {
    /// Where all that is shown goes.
    let console: Console
    /// What Ctrl-C comes in by.
    let interrupts: Interrupts
    /// Variables, where the connection's settings are looked up.
    let environment: [String: String]
    /// Where every progress event goes as a JSON line.
    let eventRecord: ByteSink?
    /// The commands that there are.
    let commands: CommandTable
    /// What is to be told what Tab can offer.
    let completer: (any TabListener)?
    /// How to ask the person at the terminal; nil where there is none.
    let questions: Questions?
    /// The lines that were typed, those of earlier sessions too, oldest first.
    let typedLines: @Sendable () async throws -> [String]
}

/// Who is told what Tab can offer.
protocol TabListener: Sendable {
    /// Takes what the session itself offers to Tab now.
    func learn(crews: [CrewType], runs: [TrackedRun], stickyKeys: [String], profiles: [String])

    /// The newest runs of other sessions, the newest first.
    func learn(kept: [(id: String, question: String?)])
}
