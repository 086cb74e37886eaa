import FileCompletion
public import LineEditor
import Nx1Client
package import Nx1Events
import ShellInput
package import ShellRuns
public import ShellSession
import Synchronization

/// What Tab offers: a picture of the session, taken anew after each line, which the editor's thread reads.
public final class Completer: Sendable, TabListener {
    struct Knowledge: Sendable {
        /// What the session itself has.
        var names = SessionNames()
        var runs: [SessionRun] = []
        /// Of other sessions, the newest first.
        var kept: [(id: String, question: String?)] = []
        /// The newest one; its tables are looked for when somebody wants their columns.
        var answer = JSONValue.null
    }

    private let knowledge = Mutex(Knowledge())
    private let files: FileNames
    package let wishes: AsyncStream<Void>
    private let wish: AsyncStream<Void>.Continuation

    /// Knows the commands, the published crews, and the files; `home` is the folder that `~/` stands for.
    public init(home: String? = nil) {
        files = FileNames(home: home)
        (wishes, wish) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// The number of a session's runs that Tab offers, newest first.
    private static let mostRuns = 200
    func learn(_ new: Knowledge) {
        knowledge.withLock { $0 = new }
    }

    /// Replaces what is known of the session itself.
    package func learn(_ names: SessionNames, runs: [TrackedRun]) {
        let records = runs.suffix(Self.mostRuns).reversed().map(\.record)
        knowledge.withLock { known in
            known.names = names
            known.runs = records
        }
    }

    /// The runs of other sessions, the newest first.
    package func learn(kept: [(id: String, question: String?)]) {
        knowledge.withLock { $0.kept = kept }
    }

    /// The newest answer, whose tables have columns.
    package func learn(answer: JSONValue) {
        knowledge.withLock { $0.answer = answer }
    }

    /// What can stand where the cursor is.
    public func complete(_ request: CompletionRequest) -> CompletionAnswer {
        guard let typed = TypedCommand(request.textBeforeCursor) else {
            return CompletionAnswer(replacing: 0, candidates: [])
        }
        if typed.name == "template" || typed.name == "crew" { wish.yield() }
        let candidates = ArgumentCandidates(known: knowledge.withLock { $0 }, files: files)
        return candidates.answer(to: typed)
    }
}
