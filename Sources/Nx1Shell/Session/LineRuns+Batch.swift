import Nx1Client
import Nx1Values
import RunJournal
import ShellInput
import ShellOutput
import ShellRuns

extension LineRuns {
    /// What the journal has of a line of a batch: a finished run is shown, one under way is followed to its end.
    /// - Returns: whether the line is done; else it is to be asked.
    /// - Throws: what kept the answer from coming.
    func answerFromBatch(
        _ request: CrewRequest, report: inout RunReport
    ) async throws -> Bool {
        guard let batch = context.batch else { return false }
        let kept = try await runs.journal.run(
            of: batch, crew: request.crew, input: runs.secretCover.covered(request.input))
        guard let kept else {
            throw Complaint(
                .noJournal, "The journal can't be used, so the batch \(batch.name) can't go on.")
        }
        guard let entry = kept.entry else { return false }
        if let result = entry.result {
            // One that failed, and one of which the journal doesn't have all, is asked again.
            guard result.error == nil, !entry.isCovered else { return false }
            report.include(runs.add(entry).record)
            report.result = result
            try await show(report)
            return true
        }
        // Neither accepted nor under way: its request came to nothing.
        if entry.failure != nil, entry.status == nil, entry.failure?.code != .undecided { return false }
        let run = runs.add(entry)
        do {
            let result = try await follow(run)
            report.include(run.record)
            report.result = result
            try await show(report)
            return true
        } catch let error as Complaint where error.kind == .service(.notFound) {
            return false
        }
    }
}
