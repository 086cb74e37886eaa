import Nx1Client
import RunJournal
package import ShellInput
package import ShellOutput
import ShellRuns
import Synchronization
import TypedRequests

/// The context that one line runs in: its place, its console, its interrupts and its outcome.
package struct LineContext: Sendable {
    /// Where the line comes from.
    package var place: LineLocation
    /// The console for output. Lines that run in parallel have a console each.
    package var console: Console
    /// Delivers Ctrl-C.
    var interrupts: Interrupts
    /// How the line went.
    package var outcome: LineOutcome
    /// Whether other lines run at the same time.
    var company = Company.alone
    /// The line's place in a batch; nil outside of batches.
    var batch: JournalEntry.BatchPlace?
    /// Assigns the place in a batch once the whole request is known; nil if there is nothing to assign.
    var ordinals: BatchOrdinals?
    /// The answers of the JSON lines of the same script.
    var answers: LineAnswers?
    /// The output format; nil for the session's.
    var format: OutputFormat?
    /// Whether the line belongs to the startup file. Its lines are questions and commands, never JSON, and never run in parallel.
    var isStartUp = false
    /// Whether the output goes to a program or a file.
    package var isRedirected = false
    /// The row that the line runs for; nil without rows.
    var row: SourceRow?
    /// The nesting depth of `:source`.
    package var sourceDepth = 0

    /// How a line runs in relation to others.
    enum Company: Sendable, Hashable {
        /// It runs alone.
        case alone
        /// It runs alone, between lines that run in parallel.
        case betweenMany
        /// It runs in parallel with others.
        /// - Parameter ordinal: its ordinal among them.
        case oneOfMany(ordinal: Int)
    }

    /// Whether a user at a terminal sees both streams and waits for this line.
    var isWatched: Bool {
        place.isAttended && (console.isTerminal || isRedirected) && console.remarks.isTerminal
    }

    /// The ordinal among parallel lines; nil for a line that runs alone.
    var ordinal: Int? {
        if case .oneOfMany(let ordinal) = company { ordinal } else { nil }
    }

    /// The same context for a line at another place.
    func at(_ place: LineLocation) -> LineContext {
        var context = self
        context.place = place
        return context
    }

    /// The origin that the journal stores.
    var origin: JournalEntry.Origin {
        let source =
            switch place.origin {
            case .prompt: "prompt"
            case .commandLine: "command line"
            case .script(let name): name
            }
        return .init(source: source, line: place.line, batch: batch)
    }
}

/// The outcome of one or more lines.
package final class LineOutcome: Sendable {
    private struct State {
        var failure: ExitStatus?
        var textToEdit: String?
    }

    private let state = Mutex(State())

    /// The first failure.
    var failure: ExitStatus? { state.withLock { $0.failure } }

    /// Stores a failure, unless there already is one.
    package func add(_ failure: ExitStatus) {
        state.withLock { $0.failure = $0.failure ?? failure }
    }

    /// Stores a text that the user wants to edit.
    package func edit(_ text: String) {
        state.withLock { $0.textToEdit = text }
    }

    /// Removes and returns the text to edit.
    func takeTextToEdit() -> String? {
        state.withLock { $0.textToEdit.take() }
    }
}
