import Nx1Client
import Nx1Events
package import Nx1Values
package import RunJournal
import ShellOutput

/// What the journal is told of runs.
extension Runs {
    /// Records a run whose request is about to leave.
    /// - Parameter newest: As `Journal.begin(_:newest:)` has it.
    /// - Returns: what became of the record.
    /// - Throws: `CancellationError`.
    package func recordBeginning(
        of run: TrackedRun, at host: String, from origin: JournalEntry.Origin, newest: Int64? = nil
    ) async throws -> JournalReceipt {
        let filing = SessionRun.Filing(host: host, profile: profile, origin: origin)
        let record = run.update { record in
            record.filing = filing
            return record
        }
        guard let entry = record.entry(under: secretCover) else { return .refused }
        run.update { $0.filing?.isCovered = entry.isCovered }
        return try await journal.begin(entry, newest: newest, conversation: record.conversation)
    }

    /// Gives a run that somebody else started its place in the journal, where only its id finds it; it is written there with what
    /// is learnt of it.
    package func recordElsewhere(_ run: TrackedRun, at host: String, from origin: JournalEntry.Origin) {
        let filing = SessionRun.Filing(host: host, profile: profile, origin: origin, isElsewhere: true)
        run.update { if $0.filing == nil { $0.filing = filing } }
    }

    /// Stores and writes down how a run ended.
    package func recordEnd(_ result: CrewResult, of run: TrackedRun) async {
        run.update { $0.end(with: result) }
        await save(run, answer: result.error == nil ? result.value : nil)
    }

    /// Writes down that a run is watched no longer although it has not ended, as far as anybody knows.
    /// - Parameter error: why; nil if it was only left.
    package func recordLeaving(of run: TrackedRun, for error: (any Error)? = nil) async {
        // What came of a run that had ended before is known already.
        if run.record.hasEnded { return }
        if let complaint = error.flatMap(Complaint.init) {
            run.update {
                $0.failure = .init(code: .init(rawValue: complaint.code), message: complaint.message)
            }
        }
        await save(run, answer: nil)
    }

    private func save(_ run: TrackedRun, answer: JSONValue?) async {
        let record = run.update { record in
            if let steps = record.steps { record.learn(steps) }
            return record
        }
        let cover = secretCover
        guard let filing = record.filing, var entry = record.entry(answer: answer, under: cover) else {
            return
        }
        run.update {
            $0.filing?.isCovered = entry.isCovered
            $0.filing?.stepCount = entry.stepCount
        }
        // Who is cancelled here leaves the row as that of a shell that died, and the next one looks the run up.
        guard let seen = record.steps?.current, !seen.isEmpty else {
            try? await journal.save(entry)
            return
        }
        var steps = StoredSteps(seen.steps, dropped: seen.forgotten).covered(by: cover)
        if filing.stepCount != nil, let stored = try? await journal.steps(of: entry.sentID) {
            steps = stored.merging(steps)
            let count = steps.rowCount
            entry.stepCount = count
            run.update { $0.stepCount = count }
        }
        try? await journal.save(entry, steps: steps.bounded())
    }
}

extension Runs {
    /// Takes runs out of the journal and out of the session.
    /// - Returns: how many there were in the journal; nil if that can't be used.
    /// - Throws: `CancellationError`.
    package func delete(_ runs: [TrackedRun]) async throws -> Int? {
        let count = try await journal.delete(runs.map(\.record.sentID))
        if count != nil { forget(runs) }
        return count
    }

    /// The entries, and the runs of this session that the journal doesn't have yet, or not as they are now.
    package func merge(_ entries: [JournalEntry], _ query: JournalQuery) -> [JournalEntry] {
        let cover = secretCover
        let own = all.compactMap { $0.record.entry(under: cover) }
            .filter { !$0.isElsewhere && query.matches($0) }
        let ids = Set(own.map(\.sentID))
        let all = entries.filter { !ids.contains($0.sentID) } + own
        return Array(all.sorted { $0.began > $1.began }.prefix(query.limit))
    }
}
