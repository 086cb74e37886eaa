import Foundation
import Nx1Client
import SQLiteDatabase
import TestSupport
import Testing

@testable import RunJournal

/// `Journals/named-steps.sqlite` is a journal of six runs, written by the program of November 2026 (f039ea5), which
/// recorded the names of its migrations in a table of GRDB.
@Suite("A journal of an older program")
struct OlderJournalTests {
    /// A copy of that journal after `change` was applied.
    private func withJournal(
        _ change: String = "", _ body: (String) async throws -> Void
    ) async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/journal.sqlite"
            let original = URL(filePath: #filePath).deletingLastPathComponent()
                .appending(path: "Journals/named-steps.sqlite")
            try FileManager.default.copyItem(atPath: original.path, toPath: path)
            try Database(path: path).execute(change)
            try await body(path)
        }
    }

    private func open(_ path: String) -> Journal {
        Journal(path: path, patience: .seconds(30)) { Issue.record("\($0)") }
    }

    private let questions = [
        "A question that fails task_input:={\"scenario\":\"fail\"}", "ask scenario=fail",
        "text=\"a b\" labels:=[\"x\",\"y\"]", "Write a pipeline", "Which month was the worst? ünï",
        "How many orders are late?",
    ]

    @Test("can be opened by several shells at once, with all its runs, words and steps, and be continued")
    func opened() async throws {
        try await withJournal { path in
            await withDiscardingTaskGroup { group in
                for _ in 0..<8 {
                    group.addTask {
                        let entries = try? await open(path).runs(JournalQuery(limit: 100))
                        #expect(entries?.map(\.question) == questions)
                    }
                }
            }
            let journal = open(path)
            let found = try #require(try await journal.runs(JournalQuery(text: "uni worst"))?.first)
            #expect(found.status == .completed && found.result != nil && found.tokens != nil)
            #expect(found.stepCount == 4)
            #expect(try await journal.steps(of: found.sentID)?.steps.count == 11)
            let new = JournalEntry.asking("New?")
            try await journal.begin([new])
            #expect(try await open(path).runs(JournalQuery(limit: 1)) == [new])
        }
    }

    @Test("gets the later additions")
    func lacksSteps() async throws {
        let older = """
            DELETE FROM grdb_migrations WHERE identifier = 'steps';
            ALTER TABLE run DROP COLUMN is_elsewhere;
            ALTER TABLE run DROP COLUMN tokens;
            ALTER TABLE run DROP COLUMN step_count;
            ALTER TABLE run DROP COLUMN steps_dropped;
            ALTER TABLE run DROP COLUMN steps;
            """
        try await withJournal(older) { path in
            let journal = open(path)
            let entry = try #require(try await journal.runs(JournalQuery(limit: 100))?.last)
            #expect(entry.question == questions.last && entry.stepCount == nil && entry.tokens == nil)
            #expect(try await journal.steps(of: entry.sentID) == nil)
            let steps = StoredSteps([StoredStepsTests.step("a")])
            try await journal.save(entry, steps: steps)
            #expect(try await open(path).steps(of: entry.sentID) == steps)
        }
    }

    @Test("stores requests and sessions, also when it comes from the previous version")
    func lacksRequests() async throws {
        let older = """
            ALTER TABLE run ADD COLUMN conversation TEXT;
            CREATE INDEX run_conversation ON run (conversation) WHERE conversation IS NOT NULL;
            INSERT INTO grdb_migrations VALUES ('conversations');
            PRAGMA user_version = 4;
            """
        try await withJournal(older) { path in
            let journal = open(path)
            #expect(try await journal.runs(JournalQuery(limit: 100))?.map(\.question) == questions)
            var entry = JournalEntry.asking("New?")
            (entry.session, entry.crewConfig) = ("orders", ["agents": []])
            try await journal.begin([entry])
            try await journal.saveSession("orders", state: ["crew": "ask"])
            #expect(try await open(path).runs(ofSession: "orders") == [entry])
            #expect(try await open(path).session("orders") == ["crew": "ask"])
        }
    }

    @Test("finds words of JSON answers that are older than their index")
    func lacksWords() async throws {
        let older = """
            DELETE FROM grdb_migrations WHERE identifier <> '1';
            ALTER TABLE run DROP COLUMN is_elsewhere;
            ALTER TABLE run DROP COLUMN tokens;
            ALTER TABLE run DROP COLUMN step_count;
            ALTER TABLE run DROP COLUMN steps_dropped;
            ALTER TABLE run DROP COLUMN steps;
            UPDATE run SET answer = '{"raw":"# Heading\\nOrders"}', is_json = 1 WHERE number = 1;
            INSERT INTO run_text (run_text) VALUES ('delete-all');
            INSERT INTO run_text (rowid, question, answer) SELECT number, question, answer FROM run;
            """
        try await withJournal(older) { path in
            let found = try await open(path).runs(JournalQuery(text: "orders heading"))
            #expect(found?.map(\.question) == [questions.last])
        }
    }

    @Test(
        "is migrated even if its version is wrong or its names are missing",
        arguments: ["PRAGMA user_version = 1", "PRAGMA user_version = 2", "DROP TABLE grdb_migrations"])
    func wrongVersion(change: String) async throws {
        try await withJournal(change) { path in
            let journal = open(path)
            #expect(try await journal.runs(JournalQuery(limit: 100))?.map(\.question) == questions)
            #expect(try await journal.runs(JournalQuery(text: "uni worst"))?.count == 1)
            try await journal.begin([.asking("New?")])
            #expect(try await journal.runs(JournalQuery(limit: 100))?.count == 7)
            #expect(try Database(path: path).number("PRAGMA user_version") == 5)
        }
    }

    @Test("looks the same to that program as a new journal: it finds the names that it expects")
    func names() async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/journal.sqlite"
            try await open(path).begin([.asking("New?")])
            let names = try Database(path: path).rows("SELECT identifier FROM grdb_migrations ORDER BY rowid")
            {
                (row) throws(SQLiteFailure) in
                try row.text("identifier")
            }
            #expect(names == ["1", "words of JSON", "steps", "conversations", "requests"])
        }
    }

    @Test(
        "is left alone with a warning if a newer program changed it",
        arguments: [
            "INSERT INTO grdb_migrations (identifier) VALUES ('a later step')", "PRAGMA user_version = 6",
            "PRAGMA user_version = -1",
        ])
    func newer(change: String) async throws {
        try await withJournal(change) { path in
            let warnings = Warnings()
            let journal = Journal(path: path, patience: .seconds(30)) { warnings.add($0) }
            try await journal.begin([.asking("one")])
            #expect(try await journal.runs(JournalQuery()) == nil)
            #expect(
                warnings.all == [
                    "The journal \(path) can't be used: it was written by a newer nx1sh. "
                        + "The shell continues without it and doesn't record runs."
                ])
            #expect(try Database(path: path).number("SELECT count(*) FROM run") == 6)
        }
    }
}
