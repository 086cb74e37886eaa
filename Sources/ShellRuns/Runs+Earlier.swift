import Nx1Client
package import Nx1Events
package import Nx1Values
import RunJournal

/// Earlier runs for comparison.
extension Runs {
    /// The newest earlier run of the same service, profile, crew and question that has an answer; nil if there is
    /// none, or the question is unknown.
    /// - Throws: `CancellationError`.
    package func runBefore(_ run: TrackedRun) async throws -> TrackedRun? {
        let record = run.record
        guard
            let entry = try await entryBefore(
                record, by: record.question.map { .question(secretCover.covered($0)) })
        else { return nil }
        return all.last { $0.record.sentID == entry.sentID } ?? add(entry)
    }

    /// The answer of the newest earlier run of the same service, profile, crew and input, with secrets masked; nil if
    /// there is none.
    /// - Throws: `CancellationError`.
    package func answerBefore(_ run: TrackedRun) async throws -> CrewResult? {
        try await entryBefore(run.record, by: nil)?.result
    }

    /// The answer of the run that was sent with this id, with secrets masked; nil if the journal doesn't have it.
    /// - Throws: `CancellationError`.
    package func journalledAnswer(ofRunSentAs sentID: String) async throws -> CrewResult? {
        let entry = try await journal.runs(beginning: sentID).first { $0.sentID == sentID }
        return entry?.failure == nil ? entry?.result : nil
    }

    /// The usual duration of a crew's runs at this service: the median of its newest completed runs; nil if unknown.
    package func usualDuration(of crew: CrewType?) async -> Duration? {
        guard let crew, let host else { return nil }
        return (try? await journal.usualDuration(crew: crew, host: host)) ?? nil
    }

    /// - Parameter request: the request to compare; nil for the run's input.
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
