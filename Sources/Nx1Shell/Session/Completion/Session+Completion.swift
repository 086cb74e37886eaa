import Nx1Client
import RunJournal

extension Session {
    /// So many runs of this session Tab offers, the newest ones.
    private static let offeredRuns = 200

    /// Tells Tab what there is now.
    func refreshCompletion() {
        guard let completer else { return }
        var knowledge = Completer.Knowledge()
        if let offeredCrews { knowledge.crews = offeredCrews.map(\.rawValue) }
        knowledge.runs = runs.runs.suffix(Self.offeredRuns).reversed()
        knowledge.kept = keptRuns
        knowledge.stickyKeys = settings.sticky.map(\.key)
        knowledge.profiles = (try? connection.profiles())?.profiles.map(\.name) ?? []
        completer.learn(knowledge)
    }
}

extension Session {
    /// How many runs of the journal Tab knows.
    private static let mostKept = 100

    /// Tells Tab the runs of other sessions.
    func refreshKeptRuns() async {
        guard completer != nil, let entries = try? await journal.runs(JournalQuery(limit: Self.mostKept))
        else {
            return
        }
        keptRuns = entries.map { ($0.correlationID, $0.question) }
        refreshCompletion()
    }
}

extension SessionRun {
    /// What was asked, if anything was.
    var question: String? { text ?? input?["question"]?.string }
}
