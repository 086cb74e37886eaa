package import Nx1Client
import Nx1Events
import Nx1Values
package import RunJournal
import ShellOutput

/// A run with its answer and steps, as far as they are known. Secrets are masked.
package struct RunAccount: Sendable {
    /// The record with the answer. A start time of 0 is unknown.
    package var entry: JournalEntry
    package var steps: StoredSteps
}

extension Runs {
    /// The account of a run of this session. Calls the service only if the journal doesn't know how the run ended.
    /// - Parameter open: opens the client.
    /// - Throws: the errors of a request; `CancellationError`.
    package func account(of run: TrackedRun, open: () throws -> Nx1) async throws -> RunAccount {
        let cover = secretCover
        let record = run.record
        let kept = try await journal.runs(beginning: record.sentID).first { $0.sentID == record.sentID }
        var entry = record.entry(under: cover) ?? record.foreignEntry(under: cover)
        if let kept, kept.result != nil {
            (entry.status, entry.answer, entry.failure) = (kept.status, kept.answer, kept.failure)
        }
        if entry.answer == nil, entry.failure == nil,
            case .ended(let result)? = try await look(at: run, over: open())
        {
            entry.end(with: result, under: cover)
        }
        let steps = try await knownSteps(of: run) ?? StoredSteps([])
        return RunAccount(entry: entry, steps: steps.covered(by: cover))
    }

    /// The journalled runs of this host and profile since a point in time, oldest first; nil if the journal can't be
    /// used.
    /// - Parameters:
    ///   - since: in milliseconds since 1970.
    ///   - limit: the maximum number of runs; the newest are kept.
    /// - Throws: `CancellationError`.
    package func accounts(since: Int64, limit: Int) async throws -> [RunAccount]? {
        try await accounts(
            JournalQuery(since: since, host: host ?? "", profile: profile ?? "default", limit: limit))
    }

    /// The journalled runs of a session, oldest first; nil if the journal can't be used.
    /// - Parameter limit: the maximum number of runs; the newest are kept.
    /// - Throws: `CancellationError`.
    package func accounts(ofSession name: String, limit: Int) async throws -> [RunAccount]? {
        try await accounts(JournalQuery(session: name, limit: limit))
    }

    private func accounts(_ query: JournalQuery) async throws -> [RunAccount]? {
        let cover = secretCover
        guard let entries = try await journal.runs(query) else { return nil }
        var accounts: [RunAccount] = []
        for entry in entries.reversed() {
            let steps = try await journal.steps(of: entry.sentID) ?? StoredSteps([])
            accounts.append(RunAccount(entry: entry.covered(by: cover), steps: steps.covered(by: cover)))
        }
        return accounts
    }
}

extension SessionRun {
    /// The entry of a run that another client started and that isn't in the journal.
    fileprivate func foreignEntry(under cover: SecretCover) -> JournalEntry {
        JournalEntry(
            sentID: sentID, correlationID: correlationID, host: "", profile: nil, crew: crew,
            input: input.map(cover.covered), question: question.map(cover.covered),
            origin: .init(source: "elsewhere"), began: 0, status: status, events: events, elapsed: elapsed,
            stepCount: stepCount, tokens: tokens, isElsewhere: true)
    }
}

extension JournalEntry {
    /// The entry with this session's secrets masked.
    fileprivate func covered(by cover: SecretCover) -> JournalEntry {
        var entry = self
        entry.input = input.map(cover.covered)
        entry.question = question.map(cover.covered)
        entry.answer = answer.map(cover.covered)
        entry.failure = failure.map { Failure(code: $0.code, message: cover.covered($0.message)) }
        return entry
    }
}
