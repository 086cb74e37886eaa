import Nx1Client
import Nx1Events
import Nx1HTTP
import RunJournal
import ShellOutput
import ShellRuns

extension Command {
    static let runs = Command(
        name: "runs", group: .runs,
        usage: "[TEXT] [OPTION…]", summary: "recent runs, newest first, searched by TEXT",
        gist: "recent runs, by TEXT",
        details: """
            TEXT is looked for in questions and answers, by words and their beginnings.
            --crew TYPE, --status STATUS, --since TIME and --limit N (20) narrow the list.
            TIME is a day, a moment (2026-11-25T08:00), or a time before now: 12h, 7d.
            --remote asks the service, too, and shows runs that were started elsewhere.
            Runs older than 90 days, and the oldest above 256 MiB, go by themselves, a
            little whenever a shell ends; --prune takes them out now, and gives the room
            back to the disk. --delete RUN… takes these out of the journal; the service
            keeps them.
            The first column is a RUN for :result, :status and :again.
            """,
        examples: [
            .init(":runs", "the last 20"),
            .init(":runs late orders --since 7d", "with those words, of this week"),
            .init(":runs --status failed --limit 5 --remote", "the last failures, of anybody"),
            .init(":runs --delete 57071cf2", "this one is nobody's business"),
        ],
        arguments: [
            .anyOf([
                .words(["--crew", "--status", "--since", "--limit", "--remote", "--prune", "--delete"]), .run,
            ])
        ]
    ) { invocation, session in
        var words = invocation.words
        if words.takeFlag("--prune") {
            try words.end(of: "runs")
            return try await RunsList(invocation.line.runs, on: invocation.console).prune()
        }
        if words.takeFlag("--delete") { return try await invocation.line.delete(&words) }
        let isRemote = words.takeFlag("--remote")
        var query = JournalQuery()
        query.crew = try words.takeOption("--crew").map(CrewType.init(rawValue:))
        query.status = try words.takeOption("--status").map(CrewRunStatusEnum.init(rawValue:))
        query.since = try words.takeOption("--since").map { try PastTime.since($0) }
        if let limit = try words.takeOption("--limit") {
            guard let count = Int(limit), count > 0 else {
                throw Complaint.usage("--limit wants a number above zero, not \"\(limit)\".")
            }
            query.limit = count
        }
        query.text = try words.text(of: "runs")
        let list = RunsList(invocation.line.runs, on: invocation.console)
        var entries = try await list.entries(query)
        if isRemote {
            entries = try await list.merge(entries, query, from: invocation.line.open())
        }
        // Of an incomplete list it was said already that it is one.
        if entries.isEmpty, await list.outage == nil {
            invocation.console.note(query == JournalQuery() ? "There are no runs yet." : "No run fits.")
        }
        return list.reply(entries)
    }
}

extension LineRuns {
    /// Takes the runs that the words name out of the journal.
    /// - Throws: ``Complaint`` before anything is deleted if one of them isn't there, or is still at work.
    fileprivate func delete(_ words: inout Words) async throws -> Reply {
        var named: [TrackedRun] = []
        while let name = words.next() { named.append(try await takeUp(name)) }
        try words.end(of: "runs")
        if named.isEmpty {
            throw Complaint.usage("--delete wants a RUN after it.", advice: ":runs lists them.")
        }
        for run in named.map(\.record) {
            if run.host == nil {
                throw Complaint.usage("The run \(run.correlationID) isn't in the journal.")
            }
            if run.goesOn {
                throw Complaint.usage(
                    "The run \(run.correlationID) is still at work, so it stays in the journal.",
                    advice: ":wait waits for its end.")
            }
        }
        guard let count = try await runs.delete(named) else {
            throw Complaint(.noJournal, "The journal can't be used.")
        }
        return .facts([.init("removed", .number(JSONNumber(count)))])
    }
}

/// A time before now, as somebody types it.
enum PastTime {
    /// In milliseconds since 1970.
    static func since(_ text: String) throws(Complaint) -> Int64 {
        let units: [Character: Int64] = [
            "s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000, "w": 604_800_000,
        ]
        if let unit = text.last.flatMap({ units[$0] }), let count = Int64(text.dropLast()), count >= 0,
            !count.multipliedReportingOverflow(by: unit).overflow
        {
            return Timestamp.milliseconds() - count * unit
        }
        if let moment = Timestamp.milliseconds(text) { return moment }
        throw .usage(
            "--since wants a day, a moment or a time before now, not \"\(text)\".",
            advice: "Such as 2026-11-25, 2026-11-25T08:00:00 or 12h.")
    }
}

/// The runs of the journal, as a list.
private struct RunsList {
    private let runs: Runs
    private let console: Console

    init(_ runs: Runs, on console: Console) {
        self.runs = runs
        self.console = console
    }

    /// Why the journal can't be read or written now; nil if it can.
    var outage: String? { get async { await runs.journal.outage } }

    func entries(_ query: JournalQuery) async throws -> [JournalEntry] {
        let kept = try await runs.journal.runs(query)
        guard let outage = await runs.journal.outage else {
            guard let kept else {
                throw Complaint(
                    .noJournal, "The journal can't be used, so there is no list.")
            }
            return kept
        }
        if kept == nil {
            console.complain(
                "Only the runs of this session are listed: the journal can't be read now (\(outage)).",
                isError: false)
        }
        return runs.merge(kept ?? [], query)
    }

    /// The runs that the service lists, and those of the journal, each once.
    func merge(
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

    /// Takes out what is beyond the usual limits.
    func prune() async throws -> Reply {
        let count = try await runs.journal.prune(
            to: .usual, now: Timestamp.milliseconds(), shrinksFile: true)
        guard let count else {
            throw Complaint(.noJournal, "The journal can't be used.")
        }
        return .facts([.init("removed", .number(JSONNumber(count)))])
    }

    func reply(_ entries: [JournalEntry]) -> Reply {
        let numbers = Dictionary(runs.all.map { ($0.record.correlationID, $0.number) }) { $1 }
        return .table(
            columns: ["run", "started", "crew", "status", "seconds", "question"],
            rows: entries.map { entry in
                let name =
                    numbers[entry.correlationID].map { "%\($0)" } ?? String(entry.correlationID.prefix(8))
                return [
                    .string(name), .string(Timestamp.local(entry.began)),
                    entry.crew.map { .string($0.rawValue) } ?? .null, .string(entry.standing),
                    entry.elapsed?.cell ?? .null, .string(entry.beginning(limit: 60)),
                ]
            },
            data: .array(entries.map { $0.record(number: numbers[$0.correlationID]) }))
    }
}

extension JournalEntry {
    /// Its status for a person.
    var standing: String {
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
        ])
    }

    /// A run as the service's list has it.
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
