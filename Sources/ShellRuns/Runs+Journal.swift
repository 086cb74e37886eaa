import Nx1Client
import Nx1Events
package import Nx1Values
package import RunJournal
import ShellOutput

/// Writing runs to the journal.
extension Runs {
    /// Records a run whose request is about to be sent.
    /// - Parameter newest: as in `Journal.begin(_:newest:)`.
    /// - Returns: whether the record was written.
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

    /// Assigns a run of another client a place in the journal, where only its id finds it. It is written once
    /// something is known about it.
    package func recordElsewhere(_ run: TrackedRun, at host: String, from origin: JournalEntry.Origin) {
        let filing = SessionRun.Filing(host: host, profile: profile, origin: origin, isElsewhere: true)
        run.update { if $0.filing == nil { $0.filing = filing } }
    }

    /// Stores and journals the end of a run.
    package func recordEnd(_ result: CrewResult, of run: TrackedRun) async {
        run.update { $0.end(with: result) }
        await save(run, answer: result.error == nil ? result.value : nil)
    }

    /// Journals that a run is no longer watched, although it isn't known to have ended.
    /// - Parameter error: the reason; nil if the run was just left running.
    package func recordLeaving(of run: TrackedRun, for error: (any Error)? = nil) async {
        // The end of this run is already journalled.
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
        // If this is cancelled, the entry stays assigned to a dead shell, so the next shell looks the run up.
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
    /// Deletes runs from the journal and the session.
    /// - Returns: the number of runs deleted from the journal; nil if it can't be used.
    /// - Throws: `CancellationError`.
    package func delete(_ runs: [TrackedRun]) async throws -> Int? {
        let count = try await journal.delete(runs.map(\.record.sentID))
        if count != nil { forget(runs) }
        return count
    }

    /// Merges the entries with runs of this session that are missing or outdated in the journal.
    package func merge(_ entries: [JournalEntry], _ query: JournalQuery) -> [JournalEntry] {
        let cover = secretCover
        let own = all.compactMap { $0.record.entry(under: cover) }
            .filter { !$0.isElsewhere && query.matches($0) }
        let ids = Set(own.map(\.sentID))
        let all = entries.filter { !ids.contains($0.sentID) } + own
        return Array(all.sorted { $0.began > $1.began }.prefix(query.limit))
    }
}
