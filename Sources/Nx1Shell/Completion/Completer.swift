import FileCompletion
public import LineEditor
import Nx1Client
package import Nx1Events
import ShellInput
package import ShellRuns
public import ShellSession
import Synchronization

/// The candidates for Tab: a snapshot of the session, updated after each line and read on the editor's thread.
public final class Completer: Sendable, TabListener {
    struct Knowledge: Sendable {
        /// The names that the session knows.
        var names = SessionNames()
        var runs: [SessionRun] = []
        /// Runs of other sessions, newest first.
        var kept: [(id: String, question: String?)] = []
        /// The newest answer. Its tables are parsed only when their columns are completed.
        var answer = JSONValue.null
    }

    private let knowledge = Mutex(Knowledge())
    private let files: FileNames
    package let wishes: AsyncStream<Void>
    private let wish: AsyncStream<Void>.Continuation

    /// Creates a completer that knows the commands, the published crews and files; `home` is the folder that `~/`
    /// stands for.
    public init(home: String? = nil) {
        files = FileNames(home: home)
        (wishes, wish) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// The number of a session's runs that Tab offers, newest first.
    private static let mostRuns = 200
    func learn(_ new: Knowledge) {
        knowledge.withLock { $0 = new }
    }

    /// Replaces the names and runs of the session.
    package func learn(_ names: SessionNames, runs: [TrackedRun]) {
        let records = runs.suffix(Self.mostRuns).reversed().map(\.record)
        knowledge.withLock { known in
            known.names = names
            known.runs = records
        }
    }

    /// Replaces the runs of other sessions, newest first.
    package func learn(kept: [(id: String, question: String?)]) {
        knowledge.withLock { $0.kept = kept }
    }

    /// Replaces the newest answer, whose tables supply column names.
    package func learn(answer: JSONValue) {
        knowledge.withLock { $0.answer = answer }
    }

    /// The candidates at the cursor.
    public func complete(_ request: CompletionRequest) -> CompletionAnswer {
        guard let typed = TypedCommand(request.textBeforeCursor) else {
            return CompletionAnswer(replacing: 0, candidates: [])
        }
        if typed.name == "template" || typed.name == "crew" { wish.yield() }
        let candidates = ArgumentCandidates(known: knowledge.withLock { $0 }, files: files)
        return candidates.answer(to: typed)
    }
}
