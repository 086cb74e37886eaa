import Nx1Client
import SQLiteDatabase
import TestSupport
import Testing

@testable import RunJournal

@Suite("Requests in the journal")
struct JournalRequestTests {
    private func open(_ path: String? = nil) -> Journal {
        Journal(path: path, patience: .seconds(30)) { Issue.record("\($0)") }
    }

    private let config: JSONObject = ["agents": [["role": "Analyst"]], "tasks": [], "new": 1.10]

    /// A run with every part that a request can have.
    private func whole(_ question: String = "How many?") -> JournalEntry {
        var entry = JournalEntry.asking(question)
        entry.crewConfig = config
        entry.template = .init(id: "7f0c", name: "Weekly")
        entry.savedQuestion = .init(name: "late", values: ["month": "May", "limit": 3])
        entry.session = "orders"
        entry.watch = entry.sentID
        return entry
    }

    @Test(
        "are stored completely for other shells, in lists and by id, whatever is added to the run later")
    func life() async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/journal.sqlite"
            var entry = whole()
            try await open(path).begin([entry, .asking("Another?")])
            #expect(try await open(path).runs(beginning: entry.sentID) == [entry])
            var learnt = JournalEntry.asking("How many?")
            learnt = JournalEntry(
                sentID: entry.sentID, correlationID: entry.correlationID, host: entry.host, profile: nil,
                crew: .ask, origin: entry.origin, began: entry.began, status: .completed)
            try await open(path).save(learnt)
            entry.status = .completed
            #expect(try await open(path).runs(JournalQuery())?.last == entry)
            #expect(try await open(path).runs(JournalQuery())?.first?.crewConfig == nil)
        }
    }

    @Test("are stored completely even if they are recorded only after their runs have ended")
    func late() async throws {
        let journal = open()
        let entry = whole()
        try await journal.save(entry)
        #expect(try await journal.last(at: nil) == entry)
    }

    @Test("are deleted with their runs")
    func deleted() async throws {
        let journal = open()
        let (first, second) = (whole("One?"), whole("Two?"))
        try await journal.begin([first, second])
        #expect(try await journal.delete([first.sentID]) == 1)
        let count = try await journal.perform { try $0.number("SELECT count(*) FROM request") }
        #expect(count == 1)
        try await journal.save(second)
        let prunable = try await journal.prune(
            to: JournalLimits(age: .zero, size: .max), now: Timestamp.milliseconds(), shrinksFile: false)
        #expect(prunable == 1)
        #expect(try await journal.perform { try $0.number("SELECT count(*) FROM request") } == 0)
    }

    @Test("of a batch are distinguished by the configuration of a custom crew and by the template")
    func batch() async throws {
        let journal = open()
        let place = JournalEntry.BatchPlace(name: "nightly", ordinal: 0)
        func run(_ config: JSONObject?, _ template: String? = nil) -> JournalEntry {
            let id = CorrelationID.random()
            return JournalEntry(
                sentID: id, correlationID: id, host: "h", profile: nil, crew: .ask, input: ["question": "?"],
                origin: .init(source: "prompt", batch: place), began: 1, crewConfig: config,
                template: template.map { .init(id: $0, name: "Weekly") })
        }
        func kept(_ config: JSONObject?, _ template: String? = nil) async throws -> Journal.KeptLine? {
            try await journal.run(
                of: place, crew: .ask, input: ["question": "?"], crewConfig: config,
                template: template.map { .init(id: $0, name: "Renamed") })
        }
        let first = run(config)
        #expect(try await journal.begin(first, newest: 0) == .written)
        #expect(try await kept(config)?.entry == first)
        let changed = config.merging(["process": "hierarchical"])
        for (other, template) in [(changed, nil), (nil, nil), (config, "1")] as [(JSONObject?, String?)] {
            #expect(try await kept(other, template)?.entry == nil)
            #expect(try await journal.begin(run(other, template), newest: 0) == .written)
            #expect(try await kept(other, template)?.entry != nil)
        }
        #expect(try await journal.begin(run(config), newest: 0) == .begunElsewhere)
    }
}

@Suite("The usual duration of a crew")
struct UsualDurationTests {
    private func usual(_ seconds: [Double], status: CrewRunStatusEnum = .completed) async throws -> Duration?
    {
        let journal = Journal(path: nil) { Issue.record("\($0)") }
        for (place, second) in seconds.enumerated() {
            var entry = JournalEntry.asking("?", began: Int64(place))
            try await journal.begin([entry])
            (entry.status, entry.elapsed) = (status, .seconds(second))
            try await journal.save(entry)
        }
        #expect(try await journal.usualDuration(crew: .ask, host: "http://elsewhere") == nil)
        #expect(try await journal.usualDuration(crew: .classification, host: "http://127.0.0.1:1") == nil)
        return try await journal.usualDuration(crew: .ask, host: "http://127.0.0.1:1")
    }

    @Test("is the median of its newest 20 completed runs at that service")
    func median() async throws {
        #expect(try await usual([40, 1000, 38]) == .seconds(40))
        #expect(try await usual([1, 2, 3, 1000]) == .milliseconds(2500))
        #expect(
            try await usual(Array(repeating: 900, count: 30) + Array(repeating: 5, count: 20)) == .seconds(5))
    }

    @Test("is unknown with fewer than three runs, and ignores failed runs")
    func unknown() async throws {
        #expect(try await usual([40, 41]) == nil)
        #expect(try await usual([40, 41, 42], status: .failed) == nil)
    }

    @Test("is found through an index, however many runs there are")
    func plan() async throws {
        let journal = Journal(path: nil) { Issue.record("\($0)") }
        let plan = try await journal.perform { database in
            try database.rows(
                """
                EXPLAIN QUERY PLAN SELECT elapsed FROM run
                WHERE host = 'h' AND crew = 'c' AND status = 'completed' AND elapsed >= 0 AND NOT is_elsewhere
                ORDER BY began DESC LIMIT 20
                """
            ) { (row) throws(SQLiteFailure) in try row.requiredText("detail") }
        }
        #expect(plan == ["SEARCH run USING INDEX run_completed (host=? AND crew=?)"])
    }
}

@Suite("A reused answer")
struct ReusedAnswerTests {
    private static let config: JSONObject = ["agents": []]

    private static func run(_ change: (inout JournalEntry) -> Void = { _ in }) -> JournalEntry {
        var entry = JournalEntry.asking("How many?", began: 1_000_000_000)
        entry.crewConfig = config
        (entry.status, entry.answer, entry.elapsed) = (.completed, "42", .seconds(10))
        change(&entry)
        return entry
    }

    private func reused(
        _ entries: [JournalEntry], crew: CrewType = .ask, input: JSONObject? = ["question": "How many?"],
        crewConfig: JSONObject? = config, template: JournalEntry.TemplateReference? = nil,
        host: String = "http://127.0.0.1:1", since: Int64 = 1_000_000_000
    ) async throws -> JSONValue? {
        let journal = Journal(path: nil) { Issue.record("\($0)") }
        try await journal.begin(entries)
        return try await journal.answered(
            crew: crew, input: input, crewConfig: crewConfig, template: template, host: host, since: since)?
            .answer
    }

    @Test("is the newest one to exactly the same request at the same service")
    func same() async throws {
        let runs = [Self.run { $0.answer = "41" }, Self.run()]
        #expect(try await reused(runs) == "42")
        #expect(try await reused(runs, crew: .classification) == nil)
        #expect(try await reused(runs, input: ["question": "How many?", "year": 2025]) == nil)
        #expect(try await reused(runs, input: nil) == nil)
        #expect(try await reused(runs, crewConfig: ["agents": [], "verbose": true]) == nil)
        #expect(try await reused(runs, crewConfig: nil) == nil)
        #expect(try await reused(runs, template: .init(id: "1", name: "Weekly")) == nil)
        #expect(try await reused(runs, host: "http://elsewhere") == nil)
    }

    @Test("is recent enough by the time it arrived, however early its run started")
    func time() async throws {
        #expect(try await reused([Self.run()], since: 1_000_010_000) == "42")
        #expect(try await reused([Self.run()], since: 1_000_010_001) == nil)
        #expect(try await reused([Self.run()], since: .min) == "42")
        #expect(try await reused([Self.run()], since: .max) == nil)
    }

    @Test(
        "never has a masked secret, and never comes from a failed or unfinished run or another client",
        arguments: [
            run { $0.isCovered = true }, run { $0.status = .failed }, run { $0.status = .running },
            run { $0.answer = nil }, run { $0.failure = .init(code: .runFailed, message: "no") },
            run { $0.isElsewhere = true },
        ])
    func others(entry: JournalEntry) async throws {
        #expect(try await reused([entry]) == nil)
        #expect(try await reused([Self.run { $0.answer = "41" }, entry]) == "41")
    }
}
