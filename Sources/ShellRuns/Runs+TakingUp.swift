package import Nx1Client
package import Nx1Events
package import Nx1Values
package import RunJournal
import ShellOutput

extension Runs {
    /// The run that `name` names: one of this session, or one that the journal or the service knows, which then becomes one.
    /// - Parameter open: the way to the service, if it has to be asked.
    /// - Throws: ``Complaint`` if it matches nothing or several.
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

    /// How a run ended, as the journal has it; nil if it hasn't, or not all of it.
    package func journalledResult(of run: TrackedRun) async throws -> CrewResult? {
        let record = run.record
        guard let filing = record.filing, record.hasEnded, !filing.isCovered else { return nil }
        let entry = try await journal.runs(beginning: record.sentID).first { $0.sentID == record.sentID }
        guard let result = entry?.result else { return nil }
        run.update { $0.end(with: result) }
        return result
    }

    /// The one run of the journal whose id is `beginning`, or begins so.
    /// - Throws: ``Complaint`` if there are several, or it is at another service and has not ended.
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
                advice: "nx1sh --host \(entry.host) ':result \(entry.correlationID)' shows it.")
        }
        return entry
    }

    /// The service's record of the one run whose id begins so; nil if only the service's results can tell whether there is one.
    private func lookUp(_ beginning: String, over nx1: Nx1) async throws -> CrewRunRecord? {
        let records: [CrewRunRecord]
        do {
            records = try await nx1.runs(limit: 100)
        } catch let error as Nx1Error where error.code == .notFound || error.code == .notUnderstood {
            // A service without this list still has results.
            return nil
        }
        if let exact = records.first(where: { $0.correlationID == beginning }) { return exact }
        let matches = records.filter { $0.correlationID.hasPrefix(beginning) }
        if matches.count > 1 { throw RunTable.ambiguous(beginning, matches.map(\.correlationID)) }
        if let match = matches.first { return match }
        // The list ends somewhere; a whole id may be older than it reaches.
        if beginning.utf8.count >= 32 { return nil }
        throw Complaint.usage(
            "No run matches \"\(beginning)\" in this session, the journal or the service's last 100 runs.",
            advice: RunTable.forms)
    }
}

extension Runs {
    /// The steps of a run that are known without the service: as this session saw them, or as the journal has them; nil if none are.
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
    /// What the service's list says that a run was given which somebody else started.
    /// - Throws: ``Complaint`` with the reason if it doesn't say so.
    package func listedRequest(
        of run: SessionRun, over nx1: Nx1
    ) async throws -> (crew: CrewType, definition: CrewRunRequest.Crew?, input: JSONObject) {
        let record: CrewRunRecord?
        do {
            record = try await nx1.runs(limit: 100).first { $0.correlationID == run.correlationID }
        } catch let error as Nx1Error where error.code == .notFound || error.code == .notUnderstood {
            // A service without this list.
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
