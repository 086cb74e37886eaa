import Nx1Client
import SQLiteDatabase
import TestSupport
import Testing

@testable import RunJournal

@Suite("Named sessions in the journal")
struct JournalSessionTests {
    private func run(_ question: String?, _ session: String?, began: Int64) -> JournalEntry {
        var entry = JournalEntry.asking(question ?? "", began: began)
        entry.question = question
        entry.session = session
        return entry
    }

    @Test("list their runs in the order they were sent, in every shell")
    func runs() async throws {
        try await withTemporaryFolder { folder in
            let journal = Journal(path: folder + "/journal.sqlite") { Issue.record("\($0)") }
            let runs = [
                run("One?", "orders", began: 1), run("Alone?", nil, began: 2), run("Two?", "stock", began: 3),
                run("Three?", "orders", began: 4), run("Four?", "orders", began: 5),
            ]
            try await journal.begin(runs)
            let other = Journal(path: folder + "/journal.sqlite") { Issue.record("\($0)") }
            #expect(try await other.runs(ofSession: "orders") == [runs[0], runs[3], runs[4]])
            #expect(try await other.runs(ofSession: "orders", limit: 2) == [runs[3], runs[4]])
            #expect(try await other.runs(ofSession: "none") == [])
            #expect(try await other.runs(JournalQuery(session: "orders")) == [runs[4], runs[3], runs[0]])
            #expect(runs.filter(JournalQuery(session: "stock").matches) == [runs[2]])
        }
    }

    @Test("are listed with their runs and last question, last used first")
    func list() async throws {
        let journal = Journal(path: nil) { Issue.record("\($0)") }
        #expect(try await journal.sessions() == [])
        try await journal.begin([
            run("One?", "orders", began: 10), run("Two?", "stock", began: 20),
            run("Three?", "orders", began: 30),
            run(nil, "orders", began: 40),
        ])
        try await journal.saveSession("stock", state: [:], now: 35)
        try await journal.saveSession("empty", state: [:], now: 50)
        #expect(
            try await journal.sessions() == [
                JournalSession(name: "empty", runCount: 0, first: nil, last: nil, lastQuestion: nil),
                JournalSession(name: "orders", runCount: 3, first: 10, last: 40, lastQuestion: "Three?"),
                JournalSession(name: "stock", runCount: 1, first: 20, last: 20, lastQuestion: "Two?"),
            ])
    }

    @Test("have the last saved state, including digits and order")
    func state() async throws {
        let journal = Journal(path: nil) { Issue.record("\($0)") }
        #expect(try await journal.session("orders") == nil)
        let state: JSONObject = ["z": 1.10, "crew": "ask", "inputs": ["year": 2025]]
        try await journal.saveSession("orders", state: ["crew": "old"])
        try await journal.saveSession("orders", state: state)
        #expect(try await journal.session("orders") == state)
        #expect(try await journal.session("Orders") == nil)
    }

    @Test("are removed without runs after the age limit; others are kept")
    func pruning() async throws {
        let journal = Journal(path: nil) { Issue.record("\($0)") }
        var old = run("Old?", "gone", began: 1000)
        try await journal.begin([old])
        old.status = .completed
        try await journal.save(old)
        var recent = run("New?", "used", began: 90_000)
        try await journal.begin([recent])
        recent.status = .completed
        try await journal.save(recent)
        for name in ["gone", "used", "unused"] { try await journal.saveSession(name, state: [:], now: 1000) }
        try await journal.saveSession("young", state: [:], now: 90_000)
        let limits = JournalLimits(age: .seconds(60), size: .max)
        #expect(try await journal.prune(to: limits, now: 100_000, shrinksFile: false) == 1)
        #expect(try await journal.sessions()?.map(\.name) == ["used", "young"])
        #expect(try await journal.session("gone") == nil)
        #expect(try await journal.session("used") == [:])
    }

    @Test(
        "are written later if another program has the journal, and named if they never are"
    )
    func locked() async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/journal.sqlite"
            let warnings = Warnings()
            let journal = Journal(path: path, patience: .milliseconds(50)) { warnings.add($0) }
            try await journal.saveSession("orders", state: ["n": 1])
            let other = try Database(path: path)
            try other.execute("BEGIN IMMEDIATE")
            try await journal.saveSession("orders", state: ["n": 2])
            #expect(await journal.end(within: .milliseconds(50)) == false)
            #expect(
                warnings.all.last
                    == "The journal \(path) still can't be written. It lacks the latest state of these sessions: orders."
            )
            try other.execute("COMMIT")
            #expect(await journal.end() == true)
            let later = Journal(path: path) { Issue.record("\($0)") }
            #expect(try await later.session("orders") == ["n": 2])
        }
    }
}

@Suite("A watch in a list of runs")
struct FoldedWatchTests {
    private func rounds(_ count: Int, _ answers: (Int) -> CrewRunStatusEnum = { _ in .completed })
        -> [JournalEntry]
    {
        var entries: [JournalEntry] = []
        for round in 0..<count {
            var entry = JournalEntry.asking("How many?", began: Int64(round))
            entry.watch = entries.first?.sentID ?? entry.sentID
            entry.status = answers(round)
            entries.append(entry)
        }
        return entries
    }

    @Test("is represented by its newest round, with the number of rounds; other runs are unchanged")
    func folded() async throws {
        let journal = Journal(path: nil) { Issue.record("\($0)") }
        let (first, second) = (rounds(5), rounds(3))
        try await journal.begin([.asking("Before?")] + first + [.asking("Between?")] + second)
        let list = try #require(try await journal.runs(JournalQuery(foldsWatches: true)))
        #expect(list.map(\.question) == ["How many?", "Between?", "How many?", "Before?"])
        #expect(list.map(\.rounds) == [3, nil, 5, nil])
        #expect(list.map(\.sentID)[0] == second[2].sentID && list.map(\.sentID)[2] == first[4].sentID)
        #expect(try await journal.runs(JournalQuery(limit: 100))?.count == 10)
        #expect(try await journal.runs(JournalQuery(foldsWatches: true, limit: 2))?.count == 2)
    }

    @Test("is represented by the newest round that matches the search")
    func search() async throws {
        let journal = Journal(path: nil) { Issue.record("\($0)") }
        let entries = rounds(6) { [1, 3].contains($0) ? .failed : .completed }
        try await journal.begin(entries)
        let list = try await journal.runs(JournalQuery(text: "how", status: .failed, foldsWatches: true))
        #expect(list?.map(\.sentID) == [entries[3].sentID])
        #expect(list?.map(\.rounds) == [6])
    }

    @Test("of 20,000 rounds is listed in a moment, even if only some rounds match")
    func large() async throws {
        let journal = Journal(path: nil) { Issue.record("\($0)") }
        _ = try await journal.perform { database in
            try database.execute(
                """
                WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
                INSERT INTO run (number, sent_id, correlation_id, host, source, began, status)
                SELECT i, 'id' || i, 'id' || i, 'h', 'prompt', i, iif(i % 2, 'failed', 'completed') FROM n;
                INSERT INTO request (run_number, watch) SELECT number, 'id1' FROM run;
                """)
        }
        let clock = ContinuousClock()
        var lists: [[JournalEntry]?] = []
        let time = try await clock.measure {
            lists.append(try await journal.runs(JournalQuery(foldsWatches: true)))
            lists.append(try await journal.runs(JournalQuery(status: .failed, foldsWatches: true)))
        }
        #expect(lists.map { $0?.map(\.sentID) } == [["id20000"], ["id19999"]])
        #expect(lists.map { $0?.map(\.rounds) } == [[20000], [20000]])
        #expect(time < .seconds(5))
    }

    @Test("is folded the same way with rounds that only the session has")
    func own() {
        let entries = rounds(4)
        var listed = entries[2]
        listed.rounds = 3
        let folded = ([entries[3], listed, .asking("Other?")]).foldingWatches()
        #expect(folded.map(\.sentID).first == entries[3].sentID)
        #expect(folded.map(\.rounds) == [3, nil])
    }
}
