package import Nx1Client
import Nx1Events
import Nx1HTTP
package import RunJournal
package import ShellOutput

/// Lists the runs of the journal.
package struct RunList {
    private let runs: Runs
    private let console: Console

    /// Creates a list of the runs of the journal and the session.
    package init(_ runs: Runs, on console: Console) {
        self.runs = runs
        self.console = console
    }

    /// Why the journal can't be read or written now; nil if it can.
    package var outage: String? { get async { await runs.journal.outage } }

    /// The runs that match a query, newest first.
    /// - Parameter isAll: whether no other list is added, so that a journal that can't be read is an error if this session has
    ///   no runs either.
    /// - Throws: ``Complaint`` if the journal can't be used.
    package func entries(_ query: JournalQuery, isAll: Bool = true) async throws -> [JournalEntry] {
        let kept = try await runs.journal.runs(query)
        guard let outage = await runs.journal.outage else {
            guard let kept else {
                throw Complaint(.noJournal, "Couldn't list the runs: the journal can't be used.")
            }
            return kept
        }
        if kept == nil {
            if isAll, runs.all.isEmpty {
                throw Complaint(
                    .noJournal, "Couldn't list the runs: the journal can't be read now (\(outage)).")
            }
            console.complain(
                "Only this session's runs are listed: the journal can't be read now (\(outage)).",
                isError: false)
        }
        let merged = runs.merge(kept ?? [], query)
        return query.foldsWatches ? merged.foldingWatches() : merged
    }

    /// The maximum number of watch rounds that are compared with the service's list.
    private static let mostRounds = 1000

    /// The runs that match a query, newest first, including those that only the service lists.
    /// - Throws: ``Complaint`` if the journal can't be used; the errors of requests to the service.
    package func entries(_ query: JournalQuery, from nx1: Nx1) async throws -> [JournalEntry] {
        guard query.foldsWatches else {
            return try await merge(entries(query, isAll: false), query, from: nx1)
        }
        // The service lists every round of a watch.
        var unfolded = query
        unfolded.foldsWatches = false
        unfolded.limit = max(query.limit, Self.mostRounds)
        let merged = try await merge(entries(unfolded, isAll: false), unfolded, from: nx1).foldingWatches()
        return Array(merged.prefix(query.limit))
    }

    /// Merges the runs of the journal with those that the service lists.
    private func merge(
        _ entries: [JournalEntry], _ query: JournalQuery, from nx1: Nx1
    ) async throws -> [JournalEntry] {
        let host = "\(nx1.configuration.address)"
        let remote = try await nx1.runs(limit: 100).map { JournalEntry($0, host: host) }
        let standings = Dictionary(remote.map { ($0.correlationID, $0) }) { $1 }
        let known = entries.map { entry in
            guard entry.status?.isTerminal != true, let now = standings[entry.correlationID] else {
                return entry
            }
            var entry = entry
            (entry.status, entry.answer, entry.failure) = (now.status, now.answer, now.failure)
            return entry
        }
        let others = remote.filter { entry in
            query.matches(entry) && !entries.contains { $0.correlationID == entry.correlationID }
        }
        return Array((known + others).sorted { $0.began > $1.began }.prefix(query.limit))
    }

    /// Removes the runs beyond the default limits.
    package func prune() async throws -> Reply {
        let count = try await runs.journal.prune(
            to: .usual, now: Timestamp.milliseconds(), shrinksFile: true)
        guard let count else {
            throw Complaint(.noJournal, "The journal can't be used, so nothing was deleted.")
        }
        return .facts([.init("removed", .number(JSONNumber(count)))])
    }

    /// The entries as a table.
    package func reply(_ entries: [JournalEntry]) -> Reply {
        let numbers = Dictionary(runs.all.map { ($0.record.correlationID, $0.number) }) { $1 }
        return .table(
            columns: ["run", "started", "crew", "status", "seconds", "question"],
            rows: entries.map { entry in
                let name =
                    numbers[entry.correlationID].map { "%\($0)" } ?? String(entry.correlationID.prefix(8))
                return [
                    .string(name), .string(Timestamp.local(entry.began)),
                    entry.crew.map { .string($0.rawValue) } ?? .null, .string(entry.standing),
                    entry.elapsed?.cell ?? .null,
                    .string(
                        entry.beginning(limit: 60)
                            + (entry.rounds.map { " (\($0.counted("round")))" } ?? "")),
                ]
            },
            data: .array(entries.map { $0.record(number: numbers[$0.correlationID]) }))
    }
}

extension JournalEntry {
    /// The status as shown to the user.
    package var standing: String {
        if let status { return status.rawValue }
        return failure == nil || failure?.code == .undecided ? "unknown" : "not started"
    }

    fileprivate func record(number: Int?) -> JSONValue {
        .object([
            "run": number.map { .string("%\($0)") } ?? .null,
            "correlation_id": .string(correlationID), "host": .string(host),
            "profile": profile.map(JSONValue.string) ?? .null,
            "crew": crew.map { .string($0.rawValue) } ?? .null,
            "input": input.map(JSONValue.object) ?? .null,
            "question": question.map(JSONValue.string) ?? .null,
            "status": status.map { .string($0.rawValue) } ?? .null, "result": answer ?? .null,
            "error": failure.map { ["code": .string($0.code.rawValue), "message": .string($0.message)] }
                ?? .null,
            "events": .number(JSONNumber(events)), "source": .string(origin.source),
            "line": origin.line.map { .number(JSONNumber($0)) } ?? .null,
            "batch": origin.batch.map { .string($0.name) } ?? .null,
            "started_at": .string(Timestamp.text(began)),
            "elapsed_ms": elapsed.map { .number(JSONNumber($0.wholeMilliseconds)) } ?? .null,
            "steps": stepCount.map { .number(JSONNumber($0)) } ?? .null, "tokens": tokens?.json ?? .null,
            "session": session.map(JSONValue.string) ?? .null,
            "watch": watch.map(JSONValue.string) ?? .null,
            "rounds": rounds.map { .number(JSONNumber($0)) } ?? .null,
        ])
    }

    /// Creates an entry from a run in the service's list.
    fileprivate init(_ record: CrewRunRecord, host: String) {
        let began = [record.startedAt, record.createdAt].lazy.compactMap {
            $0.flatMap(Timestamp.milliseconds)
        }.first
        let ended = record.completedAt.flatMap(Timestamp.milliseconds)
        self.init(
            sentID: record.correlationID, correlationID: record.correlationID, host: host, profile: nil,
            crew: record.crewType, input: record.taskInput, question: record.taskInput?["question"]?.string,
            origin: Origin(source: "elsewhere"), began: began ?? 0, status: record.status,
            elapsed: began.flatMap { began in ended.map { .milliseconds($0 - began) } },
            answer: record.result,
            failure: record.error.map { Failure(code: .runFailed, message: $0) })
    }
}
