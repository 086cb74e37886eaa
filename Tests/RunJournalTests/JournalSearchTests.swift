import Nx1Client
import SQLiteDatabase
import TestSupport
import Testing

@testable import RunJournal

@Suite("A search in the journal")
struct JournalSearchTests {
    private func found(_ query: JournalQuery) async throws -> [String?] {
        let journal = Journal(path: nil, patience: .seconds(30)) { Issue.record("\($0)") }
        var answered = JournalEntry.asking("Which month was the worst?", began: 2000)
        try await journal.begin([
            .asking("How many orders shipped late?", began: 1000), answered,
            .asking("Wie viele Aufträge für Zürich?", began: 3000, crew: .classification),
            .asking("drop-table \"x\" AND (y", began: 4000),
        ])
        (answered.status, answered.answer) = (.completed, "March, with 168 late orders")
        try await journal.save(answered)
        return try await journal.runs(query)?.map(\.question) ?? []
    }

    @Test(
        "finds words and prefixes in questions and answers, ignoring case and accents",
        arguments: [
            ("LATE", ["Which month was the worst?", "How many orders shipped late?"]),
            ("late march", ["Which month was the worst?"]), ("mar", ["Which month was the worst?"]),
            ("arch", []), ("zurich auftrage", ["Wie viele Aufträge für Zürich?"]),
            ("nothing late", []),
        ])
    func words(text: String, questions: [String]) async throws {
        #expect(try await found(JournalQuery(text: text)) == questions)
    }

    @Test("finds the runs of one service and profile; runs without a profile belong to the default one")
    func hostAndProfile() async throws {
        let journal = Journal(path: nil, patience: .seconds(30)) { Issue.record("\($0)") }
        func entry(_ question: String, host: String, profile: String?) -> JournalEntry {
            let id = CorrelationID.random()
            return JournalEntry(
                sentID: id, correlationID: id, host: host, profile: profile, crew: .ask, question: question,
                origin: .init(source: "prompt"), began: 1000)
        }
        let entries = [
            entry("a", host: "h", profile: nil), entry("b", host: "h", profile: "default"),
            entry("c", host: "h", profile: "dev"), entry("d", host: "i", profile: nil),
        ]
        try await journal.begin(entries)
        for (query, questions) in [
            (JournalQuery(host: "h", profile: "default"), ["b", "a"]),
            (JournalQuery(host: "h", profile: "dev"), ["c"]), (JournalQuery(host: "i"), ["d"]),
            (JournalQuery(since: 1001, host: "h"), []),
        ] {
            #expect(try await journal.runs(query)?.map(\.question) == questions)
            #expect(entries.reversed().filter(query.matches).map(\.question) == questions)
        }
    }

    /// A run with CrewAI's output object as its answer.
    private func answered(_ raw: String) -> JournalEntry {
        var entry = JournalEntry.asking("How many?")
        let answer: JSONValue = ["raw": .string(raw), "pydantic": .null, "json_dict": .null]
        (entry.status, entry.answer) = (.completed, answer)
        return entry
    }

    @Test(
        "finds every word of a JSON answer, including the first word of a row",
        arguments: [
            ("heading", true), ("orders", true), ("tab", true), ("new", true), ("quoted", true),
            ("zurich", true), ("nOrders", false), ("ttab", false), ("rders", false),
        ])
    func wordsOfJSON(word: String, isThere: Bool) async throws {
        let journal = Journal(path: nil, patience: .seconds(30)) { Issue.record("\($0)") }
        let entry = answered("# Heading\n\nOrders\r\n\ttab C:\\new \"quoted\" Zürich")
        try await journal.begin([entry])
        #expect(try await journal.runs(JournalQuery(text: word)) == (isThere ? [entry] : []))
    }

    @Test("no longer finds the words of replaced answers and deleted runs")
    func forgottenWords() async throws {
        let journal = Journal(path: nil, patience: .seconds(30)) { Issue.record("\($0)") }
        var entry = answered("first\nanswer")
        try await journal.begin([entry])
        entry.answer = "second"
        try await journal.save(entry)
        #expect(try await journal.runs(JournalQuery(text: "answer")) == [])
        #expect(try await journal.runs(JournalQuery(text: "second")) == [entry])
        _ = try await journal.perform { database in
            try database.execute("DELETE FROM run")
            try database.execute("INSERT INTO run_text (run_text) VALUES ('integrity-check')")
        }
        #expect(try await journal.runs(JournalQuery(text: "second")) == [])
    }

    @Test(
        "takes the search language's special characters as text",
        arguments: ["\"", "(y", "AND", "drop-table", "\"x\"", "NEAR(", "x:y", "^w", "*", "-late", "\0late"])
    func signs(text: String) async throws {
        let questions = try await found(JournalQuery(text: text))
        #expect(questions.count <= 4)
    }

    @Test("can be limited by crew, status, time and number, newest first")
    func narrowed() async throws {
        #expect(try await found(JournalQuery(limit: 2)).count == 2)
        #expect(
            try await found(JournalQuery(crew: .classification)) == ["Wie viele Aufträge für Zürich?"])
        #expect(try await found(JournalQuery(status: .completed)) == ["Which month was the worst?"])
        #expect(
            try await found(JournalQuery(since: 3000)) == [
                "drop-table \"x\" AND (y", "Wie viele Aufträge für Zürich?",
            ])
    }
}

@Suite("The shell that watches a run")
struct ShellIdentityTests {
    @Test("is alive as long as its process, and differs from a later process with the same number")
    func alive() {
        #expect(ShellIdentity.own.isAlive)
        #expect(ShellIdentity(process: 1).isAlive)
        #expect(!ShellIdentity(text: "1:1").isAlive)
        for text in ["", ":", "0:", "-1:", "x:1", "4194304:1", "99999999999:"] {
            #expect(!ShellIdentity(text: text).isAlive, "\(text)")
        }
    }

    @Test("counts as alive for a day if it is on another machine with the same home")
    func otherMachine() {
        let now: Int64 = 1_800_000_000_000
        #expect(ShellIdentity(text: "1:1:another-machine").end(at: now) == now - 86_400_000)
        #expect(ShellIdentity.own.end(at: now) == nil)
        // Written by an earlier program, which didn't record the machine.
        #expect(ShellIdentity(text: "4194304:1").end(at: now) == .max)
    }

    @Test("loses its runs to another shell once after it has died, and never before")
    func takenOver() async throws {
        let journal = Journal(path: nil, patience: .seconds(30)) { Issue.record("\($0)") }
        let (dead, alive) = (JournalEntry.asking("dead"), JournalEntry.asking("alive"))
        try await journal.begin([dead, alive])
        _ = try await journal.perform { database in
            try database.run(
                "UPDATE run SET shell = '4194304:1' WHERE sent_id = ?", [.text(dead.sentID)])
        }
        #expect(try await journal.claim(at: "http://elsewhere") == [])
        #expect(try await journal.claim(at: dead.host) == [dead])
        #expect(try await journal.claim(at: dead.host) == [])
    }
}
