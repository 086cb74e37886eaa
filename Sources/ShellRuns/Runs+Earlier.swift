import Nx1Client
package import Nx1Events
package import Nx1Values
import RunJournal

/// The runs before a run that are compared with it.
extension Runs {
    /// The newest run before another of the same service, profile, crew and question that has an answer; nil if there is none, or it
    /// isn't known what the run asked.
    /// - Throws: `CancellationError`.
    package func runBefore(_ run: TrackedRun) async throws -> TrackedRun? {
        let record = run.record
        guard
            let entry = try await entryBefore(
                record, by: record.question.map { .question(secretCover.covered($0)) })
        else { return nil }
        return all.last { $0.record.sentID == entry.sentID } ?? add(entry)
    }

    /// The answer of the newest run before another of the same service, profile, crew and input, without secrets; nil if there is none.
    /// - Throws: `CancellationError`.
    package func answerBefore(_ run: TrackedRun) async throws -> CrewResult? {
        try await entryBefore(run.record, by: nil)?.result
    }

    /// The answer of the run that was sent with this id, without secrets; nil if the journal doesn't have it.
    /// - Throws: `CancellationError`.
    package func journalledAnswer(ofRunSentAs sentID: String) async throws -> CrewResult? {
        let entry = try await journal.runs(beginning: sentID).first { $0.sentID == sentID }
        return entry?.failure == nil ? entry?.result : nil
    }

    /// How long runs of a crew at this service usually take: the median of its newest completed runs; nil if that isn't known.
    package func usualDuration(of crew: CrewType?) async -> Duration? {
        guard let crew, let host else { return nil }
        return (try? await journal.usualDuration(crew: crew, host: host)) ?? nil
    }

    /// - Parameter request: what was asked; nil: the input.
    private func entryBefore(
        _ run: SessionRun, by request: Journal.Likeness.Request?
    ) async throws -> JournalEntry? {
        guard let crew = run.crew, let host = run.filing?.host ?? host,
            let request = request ?? run.input.map({ .input(secretCover.covered($0)) })
        else { return nil }
        let likeness = Journal.Likeness(
            host: host, profile: run.filing.map(\.profile) ?? profile, crew: crew, request: request)
        return try await journal.answeredRun(like: likeness, before: run.sentID)
    }
}
