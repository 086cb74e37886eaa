import Nx1Client
import Nx1Values
import RunJournal
import ShellInput
import ShellOutput
import ShellRuns
import TypedRequests

extension LineRuns {
    /// What is to be done with a line of a batch.
    enum BatchStep {
        /// It has its answer, which was shown.
        case answered
        /// It is to be asked. Of its runs, the newest in the journal has that number; nil outside of batches.
        case unasked(newest: Int64?)
    }

    /// What the journal has of a line of a batch: a finished run is shown, one under way is followed to its end.
    /// - Throws: what kept the answer from coming.
    func answerFromBatch(_ request: CrewRequest, report: inout RunReport) async throws -> BatchStep {
        guard let batch = context.batch else { return .unasked(newest: nil) }
        let kept = try await runs.journal.run(
            of: batch, crew: request.crew, input: runs.secretCover.covered(request.input),
            crewConfig: request.definition?.config.map { runs.secretCover.covered($0.json) },
            template: request.definition?.journalledTemplate)
        guard let kept else { throw words.noJournal(for: batch) }
        let unasked = BatchStep.unasked(newest: kept.newest)
        guard let entry = kept.entry else { return unasked }
        if let result = entry.result {
            // One that failed, and one of which the journal doesn't have all, is asked again.
            guard result.error == nil, !entry.isCovered else {
                if result.error == nil {
                    context.console.note(
                        "\(context.place.prefix)Sent again: secret values aren't stored, so run \(entry.correlationID.prefix(8)) can't be matched to this line."
                    )
                }
                return unasked
            }
            report.include(runs.add(entry).record)
            report.result = result
            try await show(report)
            return .answered
        }
        // Neither accepted nor under way: its request came to nothing.
        if entry.failure != nil, entry.status == nil, entry.failure?.code != .undecided { return unasked }
        let run = runs.add(entry)
        do {
            let result = try await follow(run)
            report.include(run.record)
            report.result = result
            try await show(report)
            return .answered
        } catch let error as Complaint where error.kind == .service(.notFound) {
            return unasked
        }
    }
}
