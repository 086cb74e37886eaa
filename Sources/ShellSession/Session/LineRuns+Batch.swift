import Nx1Client
import Nx1Values
import RunJournal
import ShellInput
import ShellOutput
import ShellRuns
import TypedRequests

extension LineRuns {
    /// The result of looking up a line of a batch.
    enum BatchStep {
        /// The journal has the answer, which was shown.
        case answered
        /// The line must be sent. `newest` is the journal's number of its newest run; nil outside of batches.
        case unasked(newest: Int64?)
    }

    /// Answers a line of a batch from the journal: shows a finished run, or follows one in progress.
    /// - Throws: the error that prevented the answer.
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
            // Failed runs, and runs that the journal has stored only in part, are sent again.
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
        // Neither accepted nor in progress: its request failed.
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
