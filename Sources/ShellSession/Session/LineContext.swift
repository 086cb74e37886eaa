import Nx1Client
import RunJournal
package import ShellInput
package import ShellOutput
import ShellRuns
import Synchronization
import TypedRequests

/// What a line has for itself: where it stands, where its output goes, what ends it, and what comes of it.
package struct LineContext: Sendable {
    /// Where it comes from.
    package var place: LineLocation
    /// Where what is said goes: a line that is done together with others has a console of its own.
    package var console: Console
    /// What Ctrl-C comes in by.
    var interrupts: Interrupts
    /// How it went.
    package var outcome: LineOutcome
    /// How it stands among others.
    var company = Company.alone
    /// Its place in a batch; nil outside of one.
    var batch: JournalEntry.BatchPlace?
    /// What gives it a place in a batch once all of its request is known; nil if it has one, or needs none.
    var ordinals: BatchOrdinals?
    /// The answers of the JSON lines that it is one of.
    var answers: LineAnswers?
    /// The form of what it shows, if it isn't the session's.
    var format: OutputFormat?
    /// Whether what it shows goes to a program or a file.
    package var isRedirected = false
    /// The row that it is done for; nil if it is done for none.
    var row: SourceRow?
    /// How deep `:source` is in files.
    package var sourceDepth = 0

    /// How a line stands among those that are done with it.
    enum Company: Sendable, Hashable {
        /// It is done by itself.
        case alone
        /// It is done by itself, between lines of which many are done at once.
        case betweenMany
        /// It is done at the same time as others.
        /// - Parameter ordinal: its ordinal among them.
        case oneOfMany(ordinal: Int)
    }

    /// Whether a person sits in front of both streams and waits for this line.
    var isWatched: Bool {
        place.isAttended && (console.isTerminal || isRedirected) && console.remarks.isTerminal
    }

    /// Its ordinal among those that are done at the same time.
    var ordinal: Int? {
        if case .oneOfMany(let ordinal) = company { ordinal } else { nil }
    }

    /// The same for a line at another place.
    func at(_ place: LineLocation) -> LineContext {
        var context = self
        context.place = place
        return context
    }

    /// What the journal says of where the line comes from.
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

/// What came of a line, or of several.
package final class LineOutcome: Sendable {
    private struct State {
        var failure: ExitStatus?
        var textToEdit: String?
    }

    private let state = Mutex(State())

    /// The first failure in it.
    var failure: ExitStatus? { state.withLock { $0.failure } }

    /// Stores a failure, if it is the first one.
    package func add(_ failure: ExitStatus) {
        state.withLock { $0.failure = $0.failure ?? failure }
    }

    /// The person wants to edit a text.
    package func edit(_ text: String) {
        state.withLock { $0.textToEdit = text }
    }

    /// The text that the person wants to edit, once.
    func takeTextToEdit() -> String? {
        state.withLock { $0.textToEdit.take() }
    }
}
