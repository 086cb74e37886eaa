import Nx1Client
import RunJournal
import ShellInput
import ShellOutput

extension Session {
    /// The number of the run that `name` names: one of this session, or one that the journal or the service knows, which
    /// then becomes one.
    /// - Throws: ``Complaint`` if it matches nothing or several.
    func take(up name: String) async throws -> Int {
        if runs.runs.isEmpty, RunList.isLast(name), let entry = try await journal.last(at: host) {
            return add(entry)
        }
        switch try runs.find(name) {
        case .run(let number): return number
        case .elsewhere(let beginning):
            if let entry = try await lookUpInJournal(beginning) { return add(entry) }
            let record = try await lookUp(beginning)
            return runs.add { number in
                SessionRun(
                    number: number, correlationID: record?.correlationID ?? beginning, crew: record?.crewType,
                    input: record?.taskInput)
            }.number
        }
    }

    /// The result of a run of this session: at once if it has ended, from the journal if that has it; else after watching
    /// the run to its end.
    /// - Throws: as ``follow(_:at:)``.
    func result(of number: Int, at place: Place) async throws -> CrewResult {
        let result: CrewResult
        if let kept = try await journalledResult(of: number) {
            keep(kept, of: number)
            result = kept
        } else if case .ended(let found)? = try await look(at: number) {
            result = found
        } else {
            return try await follow(number, at: place)
        }
        if let failure = result.failure { throw failed(failure, number) }
        return result
    }

    /// What there is to say of the run that `name` names, once it has ended.
    /// - Throws: as ``take(up:)`` and ``result(of:at:)``.
    func report(on name: String, at place: Place) async throws -> RunReport {
        let number = try await take(up: name)
        let result = try await result(of: number, at: place)
        let run = runs[number]
        var report = RunReport(line: place.line, crew: run.crew, input: run.input)
        report.include(run)
        report.result = result
        return report
    }

    /// How a run of this session ended, as the journal has it; nil if it hasn't, or not all of it.
    private func journalledResult(of number: Int) async throws -> CrewResult? {
        guard let entry = runs[number].entry, entry.result != nil, !entry.isCovered else { return nil }
        return try await journal.runs(beginning: entry.sentID).first { $0.sentID == entry.sentID }?.result
    }

    /// Makes a run of the journal one of this session.
    func add(_ entry: JournalEntry) -> Int {
        runs.add { number in
            var run = SessionRun(
                number: number, correlationID: entry.correlationID, crew: entry.crew, input: entry.input)
            run.text = entry.question
            run.startedAt = Timestamp.text(entry.began)
            run.status = entry.status
            run.events = entry.events
            run.elapsed = entry.elapsed
            run.stepCount = entry.stepCount
            run.tokens = entry.tokens
            run.isAccepted = entry.status != nil
            run.entry = entry
            run.entry?.answer = nil
            return run
        }.number
    }

    /// The one run of the journal whose id is `beginning`, or begins so.
    /// - Throws: ``Complaint`` if there are several, or it is at another service and has not ended.
    private func lookUpInJournal(_ beginning: String) async throws -> JournalEntry? {
        let entries = try await journal.runs(beginning: beginning.lowercased())
        guard let entry = entries.first else { return nil }
        let isExact = [entry.correlationID, entry.sentID].contains(beginning.lowercased())
        if !isExact, Set(entries.map(\.correlationID)).count > 1 {
            throw RunList.ambiguous(beginning, entries.map(\.correlationID))
        }
        if entry.result == nil, let host, host != entry.host {
            throw Complaint.usage(
                "The run \(entry.correlationID) is at \(entry.host), and this session at \(host).",
                advice: "nx1sh --host \(entry.host) ':result \(entry.correlationID)' takes it up.")
        }
        return entry
    }

    /// The service's address in the form that the journal has it in; nil if there is none.
    var host: String? {
        guard let text = (try? connection.settings())?.host?.value, let address = try? ServiceAddress(text)
        else { return nil }
        return "\(address)"
    }

    /// Asks once where a run stands, and keeps what is learnt; nil if the service doesn't know the run, or not yet.
    func look(at number: Int) async throws -> RunSnapshot? {
        do {
            let snapshot = try await open().snapshot(of: runs[number].correlationID)
            switch snapshot {
            case .unfinished(let status): runs[number].status = status ?? .running
            case .ended(let result):
                keep(result, of: number)
                await writeDown(result, of: number)
            }
            runs[number].isAccepted = true
            return snapshot
        } catch let error as Nx1Error where error.code == .notFound {
            return nil
        }
    }

    /// Watches a run of this session to its end.
    /// - Throws: as ``watch(_:at:_:whenLeft:)``, and if the run failed.
    func follow(_ number: Int, at place: Place) async throws -> CrewResult {
        let nx1 = try open()
        let result = try await watch(number, at: place) { watch in
            try await watch.follow(nx1, patience: .seconds(3))
        }
        if let failure = result.failure { throw failed(failure, number) }
        return result
    }

    /// The service's record of the one run whose id begins so; nil if only the service's results can tell whether there is one.
    private func lookUp(_ beginning: String) async throws -> CrewRunRecord? {
        let records: [CrewRunRecord]
        do {
            records = try await open().runs(limit: 100)
        } catch let error as Nx1Error where error.code == .notFound || error.code == .notUnderstood {
            // A service without this list still has results.
            return nil
        }
        if let exact = records.first(where: { $0.correlationID == beginning }) { return exact }
        let matches = records.filter { $0.correlationID.hasPrefix(beginning) }
        if matches.count > 1 { throw RunList.ambiguous(beginning, matches.map(\.correlationID)) }
        if let match = matches.first { return match }
        // The list ends somewhere; a whole id may be older than it reaches.
        if beginning.utf8.count >= 32 { return nil }
        throw Complaint.usage(
            "No run begins with \"\(beginning)\", neither in this session nor among the service's last 100.",
            advice: "RUN is last, %N, or a correlation id or any unique beginning of one.")
    }
}
