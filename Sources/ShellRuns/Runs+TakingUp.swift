package import Nx1Client
package import Nx1Events
package import Nx1Values
package import RunJournal
import ShellOutput

extension Runs {
    /// Finds the run that `name` refers to. A run that only the journal or the service knows is added to this
    /// session.
    /// - Parameter open: opens the client if the service is needed.
    /// - Throws: ``Complaint`` if there is no such run, or several match.
    package func takeUp(_ name: String, open: () throws -> Nx1) async throws -> TrackedRun {
        if all.isEmpty, RunTable.isLast(name), let entry = try await journal.last(at: host) {
            return add(entry)
        }
        switch try find(name) {
        case .run(let run): return run
        case .elsewhere(let beginning):
            if let entry = try await lookUpInJournal(beginning) { return add(entry) }
            let record = try await lookUp(beginning, over: open())
            return add { number in
                var run = SessionRun(
                    number: number, correlationID: record?.correlationID ?? beginning, crew: record?.crewType,
                    input: record?.taskInput)
                if let config = record?.crewConfig { run.use(config) }
                return run
            }
        }
    }

    /// The result of a run from the journal; nil if the journal doesn't have all of it.
    package func journalledResult(of run: TrackedRun) async throws -> CrewResult? {
        let record = run.record
        guard let filing = record.filing, record.hasEnded, !filing.isCovered else { return nil }
        let entry = try await journal.runs(beginning: record.sentID).first { $0.sentID == record.sentID }
        guard let result = entry?.result else { return nil }
        run.update { $0.end(with: result) }
        return result
    }

    /// The only run of the journal whose id equals or starts with `beginning`.
    /// - Throws: ``Complaint`` if several match, or the run is unfinished at another service.
    private func lookUpInJournal(_ beginning: String) async throws -> JournalEntry? {
        let entries = try await journal.runs(beginning: beginning.lowercased())
        guard let entry = entries.first else { return nil }
        let isExact = [entry.correlationID, entry.sentID].contains(beginning.lowercased())
        if !isExact, Set(entries.map(\.correlationID)).count > 1 {
            throw RunTable.ambiguous(beginning, entries.map(\.correlationID))
        }
        if entry.result == nil, let host, host != entry.host {
            throw Complaint.usage(
                "Run \(entry.correlationID) belongs to \(entry.host), but this session uses \(host).",
                advice: "`nx1sh --host \(entry.host) ':result \(entry.correlationID)'` shows it.")
        }
        return entry
    }

    /// The service's record of the only run whose id starts with `beginning`; nil if only a request for its result
    /// can tell whether it exists.
    private func lookUp(_ beginning: String, over nx1: Nx1) async throws -> CrewRunRecord? {
        let records: [CrewRunRecord]
        do {
            records = try await nx1.runs(limit: 100)
        } catch let error as Nx1Error where error.code == .notFound || error.code == .notUnderstood {
            // A service without this list may still have the result.
            return nil
        }
        if let exact = records.first(where: { $0.correlationID == beginning }) { return exact }
        let matches = records.filter { $0.correlationID.hasPrefix(beginning) }
        if matches.count > 1 { throw RunTable.ambiguous(beginning, matches.map(\.correlationID)) }
        if let match = matches.first { return match }
        // The list is limited. The run of a complete id may be older.
        if beginning.utf8.count >= 32 { return nil }
        throw Complaint.usage(
            "No run matches \"\(beginning)\" in this session, the journal or the service's last 100 runs.",
            advice: RunTable.forms)
    }
}

extension Runs {
    /// The steps that are known without the service, from this session or the journal; nil if there are none.
    package func knownSteps(of run: TrackedRun) async throws -> StoredSteps? {
        let record = run.record
        let own = record.steps?.current.stored
        guard let filing = record.filing, filing.stepCount ?? 0 > own?.rowCount ?? 0,
            let stored = try await journal.steps(of: record.sentID), !stored.steps.isEmpty
        else { return own.flatMap { $0.steps.isEmpty ? nil : $0 } }
        return stored
    }

    /// Reads the events of a run that has ended.
    package func replay(_ run: TrackedRun, over nx1: Nx1, within limits: WatchLimits) async throws -> Race<
        Void
    > {
        let watch = RunWatch(run.record, .silent(WatchedSteps()))
        let race = try await limits.interrupts.race(deadline: limits.deadline) {
            _ = try await watch.follow(nx1, patience: .seconds(3))
        }
        run.update { $0.learn(watch.steps) }
        return race
    }
}

extension RunSteps {
    fileprivate var stored: StoredSteps { StoredSteps(steps, dropped: forgotten) }
}

extension Runs {
    /// The request of a run that another client started, from the service's list.
    /// - Throws: ``Complaint`` if the list doesn't have it.
    package func listedRequest(
        of run: SessionRun, over nx1: Nx1
    ) async throws -> (crew: CrewType, definition: CrewRunRequest.Crew?, input: JSONObject) {
        let record: CrewRunRecord?
        do {
            record = try await nx1.runs(limit: 100).first { $0.correlationID == run.correlationID }
        } catch let error as Nx1Error where error.code == .notFound || error.code == .notUnderstood {
            // The service has no such list.
            record = nil
        }
        func refusal(_ reason: String) -> Complaint {
            .usage(
                "Run \(run.correlationID) can't be repeated: another program started it, and \(reason).",
                advice: "Type the question again, or use that program.")
        }
        guard let record else { throw refusal("it isn't among the service's last 100 runs") }
        if let config = record.crewConfig {
            return (config.name, .custom(config), record.taskInput ?? [:])
        }
        guard let crew = record.crewType else { throw refusal("the service doesn't name its crew") }
        return (crew, nil, record.taskInput ?? [:])
    }
}
