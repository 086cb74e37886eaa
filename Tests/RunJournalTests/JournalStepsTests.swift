import Nx1Client
import SQLiteDatabase
import TestSupport
import Testing

@testable import RunJournal

@Suite("Steps in the journal")
struct JournalStepsTests {
    private func withPath(_ body: @Sendable (String) async throws -> Void) async throws {
        try await withTemporaryFolder { try await body($0 + "/journal.sqlite") }
    }

    private func open(_ path: String) -> Journal {
        Journal(path: path, patience: .seconds(30)) { Issue.record("\($0)") }
    }

    @Test("are returned in another shell; entries have only their number and the tokens")
    func life() async throws {
        try await withPath { path in
            var entry = JournalEntry.asking("How many?")
            try await open(path).begin([entry])
            #expect(try await open(path).steps(of: entry.sentID) == nil)
            entry.stepCount = 2
            entry.tokens = TokenUsage(prompt: 10, completion: 5, total: 15)
            let steps = StoredSteps([StoredStepsTests.step("a"), StoredStepsTests.step("b")], dropped: 4)
            try await open(path).save(entry, steps: steps)
            #expect(try await open(path).steps(of: entry.sentID) == steps)
            #expect(try await open(path).runs(JournalQuery()) == [entry])
            // Later writes without steps leave the steps unchanged.
            var later = entry
            (later.stepCount, later.tokens, later.status) = (nil, nil, .completed)
            try await open(path).save(later)
            (entry.status) = .completed
            #expect(try await open(path).runs(JournalQuery()) == [entry])
            #expect(try await open(path).steps(of: entry.sentID) == steps)
        }
    }

    @Test("of a run that was only looked at are found by its id; lists leave the run out")
    func elsewhere() async throws {
        try await withPath { path in
            var entry = JournalEntry.asking("Of somebody else?")
            entry.isElsewhere = true
            entry.stepCount = 1
            let steps = StoredSteps([StoredStepsTests.step("a")])
            try await open(path).save(entry, steps: steps)
            #expect(try await open(path).runs(JournalQuery()) == [])
            #expect(try await open(path).last(at: nil) == nil)
            #expect(try await open(path).runs(beginning: entry.sentID) == [entry])
            #expect(try await open(path).steps(of: entry.sentID) == steps)
        }
    }

    @Test("are not read when runs are listed")
    func listing() async throws {
        try await withPath { path in
            let journal = open(path)
            try await journal.begin([.asking("one")])
            _ = try await journal.perform { database in
                try database.execute("ALTER TABLE run RENAME COLUMN steps TO hidden")
            }
            #expect(try await journal.runs(JournalQuery())?.count == 1)
            #expect(try await journal.runs(beginning: "").count == 1)
            #expect(try await journal.last(at: nil) != nil)
        }
    }
}
