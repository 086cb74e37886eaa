import Foundation
import Nx1Client
import SQLiteDatabase
import Synchronization
import TestSupport
import Testing

@testable import RunJournal

@Suite("The journal")
struct JournalTests {
    /// A journal in its own folder, with its warnings.
    private func withJournal(
        _ body:
            @Sendable (_ path: String, _ open: @escaping @Sendable () -> Journal, Warnings) async throws ->
            Void
    ) async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/shell/journal.sqlite"
            let warnings = Warnings()
            try await body(
                path, { Journal(path: path, patience: .seconds(30)) { warnings.add($0) } }, warnings)
            // Other users must not be able to read any of it.
            let modes = try await Program(path: "/usr/bin/find").run([folder + "/shell", "-perm", "/077"])
            #expect(modes.output == "")
        }
    }

    @Test("has a run when it is sent, and then its outcome, for every shell")
    func life() async throws {
        try await withJournal { _, open, warnings in
            var entry = JournalEntry.asking("How many?", began: 5)
            try await open().begin([entry])
            #expect(try await open().runs(JournalQuery()) == [entry])
            try await open().accept(entry.sentID, as: "its-own-name", status: .pending)
            (entry.correlationID, entry.status) = ("its-own-name", .pending)
            #expect(try await open().runs(beginning: entry.sentID) == [entry])
            (entry.status, entry.answer, entry.events) = (.completed, ["n": 1.10], 7)
            entry.elapsed = .milliseconds(1234)
            try await open().save(entry)
            #expect(try await open().runs(beginning: "its-own") == [entry])
            #expect(try await open().last(at: entry.host) == entry)
            #expect(try await open().last(at: "http://elsewhere") == nil)
            #expect(warnings.all == [])
        }
    }

    @Test("returns strings unchanged, and other JSON with its digits and order")
    func answers() async throws {
        try await withJournal { _, open, _ in
            for text in [
                #""a\nb \u0007\u0000é""#, #"{"z":1.10,"a":[12345678901234567890]}"#, "null", #""[1]""#,
            ] {
                var entry = JournalEntry.asking("?")
                entry.answer = try JSONValue(parsing: text)
                try await open().begin([entry])
                let kept = try await open().runs(beginning: entry.correlationID)
                #expect(kept.first?.answer == entry.answer)
            }
        }
    }

    @Test("loses nothing when several shells write at once")
    func together() async throws {
        try await withJournal { _, open, warnings in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for shell in 0..<4 {
                    group.addTask {
                        let journal = open()
                        for number in 0..<50 {
                            try await journal.begin([.asking("\(shell) \(number)")])
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await open().runs(JournalQuery(limit: 1000))?.count == 200)
            #expect(warnings.all == [])
        }
    }

    @Test("is renamed with one warning if it is damaged, and a new one is created")
    func damaged() async throws {
        try await withJournal { path, open, warnings in
            let folder = String(path.dropLast("/journal.sqlite".count))
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            try TemporaryFolder.write("no database", to: "journal.sqlite", in: folder, mode: 0o600)
            let journal = open()
            try await journal.begin([.asking("one")])
            try await journal.begin([.asking("two")])
            #expect(try await open().runs(JournalQuery())?.count == 2)
            #expect(warnings.all.count == 1)
            let said = try #require(warnings.all.first)
            let kept = try #require(
                said.split(separator: " ").first { $0.hasPrefix(path + ".damaged-") }.map { $0.dropLast() })
            #expect(
                said
                    == "The journal \(path) was damaged. It was renamed to \(kept), and a new journal was created."
            )
            #expect(try TemporaryFolder.read(String(kept)) == "no database")
        }
    }

    @Test("is left alone with one warning if a newer program wrote it")
    func newer() async throws {
        try await withJournal { path, open, warnings in
            _ = try await open().perform { database in
                try database.execute("PRAGMA user_version = 999")
            }
            let journal = open()
            try await journal.begin([.asking("one")])
            #expect(try await journal.runs(JournalQuery()) == nil)
            #expect(
                warnings.all == [
                    "The journal \(path) can't be used: it was written by a newer nx1sh. "
                        + "The shell continues without it and doesn't record runs."
                ])
        }
    }

    @Test("in memory has the session's runs and creates no file")
    func inMemory() async throws {
        let journal = Journal(path: nil, patience: .seconds(30)) { Issue.record("\($0)") }
        try await journal.begin([.asking("one")])
        #expect(try await journal.runs(JournalQuery())?.count == 1)
    }

    @Test("receives all runs that start at once, except one that can't be written")
    func sameMoment() async throws {
        try await withJournal { _, open, warnings in
            let journal = open()
            let entries = (0..<300).map { JournalEntry.asking("\($0)", began: Int64($0)) }
            try await journal.begin([entries[0]])
            _ = try await journal.perform { database in
                try database.execute(
                    """
                    CREATE TRIGGER picky BEFORE INSERT ON run WHEN new.question = '7'
                    BEGIN SELECT raise(ABORT, 'not this one'); END
                    """)
            }
            let receipts = await withTaskGroup(of: JournalReceipt?.self) { group in
                for entry in entries.dropFirst() {
                    group.addTask { try? await journal.begin(entry) }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(receipts.filter { $0 == .written }.count == 298)
            #expect(receipts.filter { $0 == .refused }.count == 1)
            #expect(
                warnings.all.map { $0.contains("can't be used: not this one.") } == [true], "\(warnings.all)")
            let kept = try #require(try await journal.runs(JournalQuery(limit: 1000)))
            #expect(Set(kept.map(\.question)).count == 299 && kept.count == 299)
        }
    }

    @Test("completes the writes of cancelled callers without affecting others")
    func cancelled() async throws {
        try await withJournal { _, open, _ in
            let journal = open()
            await withDiscardingTaskGroup { group in
                for number in 0..<200 {
                    group.addTask {
                        _ = try? await journal.begin([.asking("\(number)", began: 1)])
                    }
                }
                group.cancelAll()
            }
            try await journal.begin([.asking("last", began: 2)])
            #expect(try await journal.runs(JournalQuery(limit: 1000))?.first?.question == "last")
        }
    }

    @Test("shrinks by removing old runs, or the oldest above a size; watched runs are kept")
    func pruning() async throws {
        try await withJournal { _, open, _ in
            let journal = open()
            let text = String(repeating: "words and more words ", count: 500)
            var old = JournalEntry.asking("old", began: 1000)
            try await journal.begin([old, .asking("watched", began: 1000)])
            old.status = .completed
            try await journal.save(old)
            for number in 0..<200 {
                var entry = JournalEntry.asking("\(number) " + text, began: 100_000)
                try await journal.begin([entry])
                entry.status = .completed
                try await journal.save(entry)
            }
            // A shell that never used the journal doesn't touch it.
            let other = open()
            await other.tidy(to: JournalLimits(age: .zero, size: 0), now: 100_000)
            #expect(try await journal.runs(JournalQuery(limit: 1000))?.count == 202)
            await journal.tidy(to: JournalLimits(age: .seconds(60), size: .max), now: 100_000)
            #expect(try await journal.runs(JournalQuery(limit: 1000))?.count == 201)
            // Without time it does nothing, and leaves the work to the next shell.
            let small = JournalLimits(age: .seconds(600), size: 2_000_000)
            await journal.tidy(to: small, now: 100_000, within: .zero)
            #expect(try await journal.runs(JournalQuery(limit: 1000))?.count == 201)
            for _ in 0..<20 { await journal.tidy(to: small, now: 100_000, within: .milliseconds(20)) }
            let tidied = try #require(try await journal.runs(JournalQuery(limit: 1000))).count
            #expect((2..<201).contains(tidied))
            let gone = try #require(
                try await journal.prune(
                    to: JournalLimits(age: .seconds(600), size: 500_000), now: 100_000, shrinksFile: true))
            #expect((1..<tidied - 1).contains(gone))
            let left = try #require(try await journal.runs(JournalQuery(limit: 1000)))
            #expect(left.count == tidied - gone)
            #expect(left.last?.question == "watched")
            #expect(left.first?.question?.hasPrefix("199 ") == true)
        }
    }
}

/// The warnings of a journal.
final class Warnings: Sendable {
    private let texts = Mutex<[String]>([])

    var all: [String] { texts.withLock { $0 } }

    func add(_ text: String) { texts.withLock { $0.append(text) } }
}

extension Journal {
    /// Records runs whose requests are about to be sent.
    func begin(_ entries: [JournalEntry]) async throws {
        for entry in entries { _ = try await begin(entry) }
    }
}

extension JournalEntry {
    /// A run of `ask`.
    static func asking(_ question: String, began: Int64 = 0, crew: CrewType = .ask) -> JournalEntry {
        let id = CorrelationID.random()
        return JournalEntry(
            sentID: id, correlationID: id, host: "http://127.0.0.1:1", profile: nil, crew: crew,
            input: ["question": .string(question)], question: question,
            origin: Origin(source: "prompt", line: 1), began: began)
    }
}
