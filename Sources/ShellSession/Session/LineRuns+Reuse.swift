import Nx1Client
import Nx1Events
import Nx1Values
import RunJournal
import ShellInput
import ShellOutput
import ShellRuns
import TypedRequests

/// Answers that are reused instead of sending the request again (`--reuse`).
extension LineRuns {
    /// Shows the journal's answer to the same request if it is recent enough.
    /// - Returns: whether there was one.
    func reuseAnswer(to request: CrewRequest, report: inout RunReport) async throws -> Bool {
        guard let age = settings.reuse, let entry = try await reusableEntry(for: request),
            let result = entry.result
        else { return false }
        report.include(runs.add(entry).record)
        report.result = result
        let ended = entry.began + Int64(entry.elapsed?.wholeMilliseconds ?? 0)
        let clock = Timestamp.clock(ended, asOf: Timestamp.milliseconds())
        context.console.note(
            "Reused the answer of \(entry.correlationID.prefix(8)) from \(clock) (--reuse \(age.text)).")
        return true
    }

    /// The journalled run that answers a request; nil if there is none or reuse is off. A request that
    /// contains a secret never matches, because secrets aren't stored.
    func reusableEntry(for request: CrewRequest) async throws -> JournalEntry? {
        guard let age = settings.reuse, !request.needsNewRun, let host = runs.host else { return nil }
        let cover = runs.secretCover
        let config = request.definition?.config?.json
        guard request.sensitiveInputs.isEmpty, cover.covered(request.input) == request.input,
            config.map({ cover.covered($0) }) == config
        else { return nil }
        return try await runs.journal.answered(
            crew: request.crew, input: request.input, crewConfig: config,
            template: request.definition?.journalledTemplate, host: host,
            since: Timestamp.milliseconds() - age.milliseconds)
    }
}
