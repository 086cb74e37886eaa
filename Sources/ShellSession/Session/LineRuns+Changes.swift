import AnswerComparison
import Nx1Client
import Nx1Events
import RunJournal
import ShellRuns

extension LineRuns {
    /// Whether a run's answer equals that of an earlier run: its tables, or its text if there are none.
    /// - Parameter sentID: the id that the earlier run's request was sent with. Without an id or a stored
    ///   answer, the newest run of the same request is used.
    func isUnchanged(_ result: CrewResult, of run: TrackedRun, since sentID: String?) async throws -> Bool {
        var earlier: CrewResult?
        if let sentID { earlier = try await runs.journalledAnswer(ofRunSentAs: sentID) }
        if earlier == nil { earlier = try await runs.answerBefore(run) }
        guard let earlier else { return false }
        // Stored answers have their secrets masked.
        var new = result
        new.value = runs.secretCover.covered(result.value)
        let differences = try AnswerDifferences(
            ComparedAnswer(earlier.answer), ComparedAnswer(new.answer), scope: .tables)
        return differences.isSame
    }
}
