import Nx1Client
import Nx1Events
import Nx1Values
import RunJournal

/// Locating runs of templates whose requests were never answered. The service assigns their ids, so they are looked
/// up in its list.
extension Runs {
    /// Looks up the id of a template's run that isn't known to have been accepted, and stores it in the run and the
    /// journal. Returns nil for any other run, or if the service's list doesn't have it.
    /// - Throws: `Nx1Error`; `undecided` if several runs could be the one.
    func locate(_ run: TrackedRun, over nx1: Nx1) async throws -> String? {
        let record = run.record
        guard case .template = record.definition, !record.isAccepted else { return nil }
        let others = all.map(\.record).filter { $0.sentID != record.sentID }.map(\.correlationID)
        guard
            let id = try await id(
                of: record.request, sentAt: record.beganAt, over: nx1, besides: others)
        else { return nil }
        run.update { record in
            record.correlationID = id
            record.isAccepted = true
        }
        try await journal.accept(record.sentID, as: id, status: .running)
        return id
    }

    /// The id of a template's run; nil if the service's list doesn't have it.
    /// - Parameters:
    ///   - sentAt: when the request was about to be sent, in milliseconds since 1970.
    ///   - others: ids of other runs, in addition to those in the journal.
    func id(
        of request: CrewRunRequest, sentAt: Int64, over nx1: Nx1, besides others: [String]
    ) async throws -> String? {
        let kept = try await journal.runs(JournalQuery(host: host, limit: 1000)) ?? []
        let known = Set(
            others + kept.filter { $0.sentID != request.correlationID }.map(\.correlationID))
        return try await nx1.findRun(of: request, since: Double(sentAt) / 1000, excluding: known)?
            .correlationID
    }
}
