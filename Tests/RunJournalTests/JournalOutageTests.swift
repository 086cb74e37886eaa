import Dispatch
import Foundation
import Nx1Client
import TestSupport
import Testing

@testable import RunJournal
@testable import SQLiteDatabase

@Suite("A journal that temporarily can't be written")
struct JournalOutageTests {
    /// A journal with one run, "first".
    private func withFile(_ body: (_ path: String) async throws -> Void) async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/shell/journal.sqlite"
            try await Journal(path: path, patience: .seconds(30)) { Issue.record("\($0)") }.begin([
                .asking("first")
            ])
            try await body(path)
        }
    }

    private func questions(in path: String) async throws -> [String?]? {
        try await Journal(path: path, patience: .seconds(30)) { Issue.record("\($0)") }.runs(
            JournalQuery(limit: 1000))?
            .map(\.question)
    }

    @Test(
        "costs one wait and one warning while it is locked, and receives all runs in order afterwards"
    )
    func locked() async throws {
        try await withFile { path in
            let holder = try Database(path: path)
            try holder.execute("BEGIN EXCLUSIVE")
            let warnings = Warnings()
            let journal = Journal(path: path, patience: .milliseconds(500)) { warnings.add($0) }
            let start = ContinuousClock.now
            var entries = (0..<40).map { JournalEntry.asking("\($0)", began: Int64($0)) }
            for place in entries.indices {
                #expect(try await journal.begin(entries[place]) == .kept)
                (entries[place].status, entries[place].answer) = (.completed, "Done.")
                try await journal.save(entries[place])
            }
            // One wait per write would take 40 s.
            #expect(ContinuousClock.now - start < .seconds(20))
            #expect(
                warnings.all == [
                    "The journal \(path) can't be used now: another program has it locked. "
                        + "New entries stay in memory until it can be used."
                ])
            #expect(await journal.outage == "another program has it locked")
            try holder.execute("COMMIT")
            // Nothing calls the journal in the meantime.
            try await eventually("the runs in the file") {
                try holder.number("SELECT count(*) FROM run WHERE status = 'completed'") == 40
            }
            #expect(try await journal.runs(JournalQuery(limit: 40)) == entries.reversed())
            #expect(await journal.outage == nil)
            #expect(await journal.end())
            #expect(warnings.all.count == 1)
        }
    }

    @Test("is completed when the shell exits, after one more wait for the lock")
    func freedAtTheEnd() async throws {
        try await withFile { path in
            let holder = try Database(path: path)
            try holder.execute("BEGIN EXCLUSIVE")
            let warnings = Warnings()
            let journal = Journal(path: path, patience: .milliseconds(50)) { warnings.add($0) }
            #expect(try await journal.begin(.asking("second")) == .kept)
            try holder.execute("COMMIT")
            #expect(await journal.end(within: .seconds(30)))
            #expect(try await questions(in: path) == ["second", "first"])
            #expect(warnings.all.count == 1)
        }
    }

    @Test(
        "is completed silently when the shell exits, after waiting for a slow disk")
    func slowDisk() async throws {
        try await withFile { path in
            let warnings = Warnings()
            let journal = Journal(path: path, patience: .milliseconds(20)) { warnings.add($0) }
            let (busy, free) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
            let work = Task {
                try await journal.perform { _ in
                    busy.signal()
                    free.wait()
                }
            }
            await withCheckedContinuation { continuation in
                DispatchQueue.global().async {
                    busy.wait()
                    continuation.resume()
                }
            }
            #expect(try await journal.begin(.asking("second")) == .kept)
            async let isComplete = journal.end()
            // Longer than the wait for a lock.
            for name in ["third", "fourth"] { #expect(try await journal.begin(.asking(name)) == .kept) }
            free.signal()
            try await work.value
            #expect(await isComplete)
            #expect(warnings.all.isEmpty)
            #expect(try await questions(in: path)?.contains("second") == true)
        }
    }

    @Test("names the missing runs and results when the shell exits")
    func lockedToTheEnd() async throws {
        try await withFile { path in
            let warnings = Warnings()
            let journal = Journal(path: path, patience: .milliseconds(20)) { warnings.add($0) }
            let (before, after) = (JournalEntry.asking("before"), JournalEntry.asking("after"))
            try await journal.begin([before])
            #expect(await journal.end(within: .seconds(30)))
            let holder = try Database(path: path)
            try holder.execute("BEGIN EXCLUSIVE")
            try await journal.save(before)
            #expect(try await journal.begin(after) == .kept)
            try await journal.save(after)
            #expect(await !journal.end())
            #expect(
                warnings.all.dropFirst() == [
                    "The journal \(path) still can't be written. It lacks these runs: \(after.sentID). "
                        + "It lacks the results of these runs: \(before.sentID). "
                        + ":result with an id fetches a run from the service."
                ])
            try holder.execute("COMMIT")
            #expect(try await questions(in: path) == ["before", "first"])
        }
    }

    @Test("warns once when a result no longer fits in memory, and is incomplete when the shell exits")
    func dropped() async throws {
        try await withFile { path in
            let holder = try Database(path: path)
            try holder.execute("BEGIN EXCLUSIVE")
            let warnings = Warnings()
            let journal = Journal(path: path, patience: .milliseconds(20)) { warnings.add($0) }
            var entry = JournalEntry.asking("second")
            #expect(try await journal.begin(entry) == .kept)
            entry.status = .completed
            entry.answer = .string(String(repeating: "x", count: JournalQueue.mostBytes))
            try await journal.save(entry)
            try await eventually("the warning about the result") { warnings.all.count == 2 }
            #expect(
                warnings.all.last
                    == "The journal has been unavailable for so long that results of older runs no longer fit in memory. The service still has them."
            )
            try holder.execute("COMMIT")
            #expect(await !journal.end(within: .seconds(30)))
            #expect(
                warnings.all.dropFirst(2) == [
                    "The journal \(path) is incomplete. It lacks 1 older result. :result with an id fetches a run from the service."
                ])
            #expect(try await questions(in: path) == ["second", "first"])
        }
    }

    @Test("doesn't receive a run that was withdrawn in the meantime")
    func withdrawn() async throws {
        try await withFile { path in
            let holder = try Database(path: path)
            try holder.execute("BEGIN EXCLUSIVE")
            let journal = Journal(path: path, patience: .milliseconds(20)) { _ in }
            let entry = JournalEntry.asking("second")
            #expect(try await journal.begin(entry) == .kept)
            journal.withdraw(entry.sentID)
            try holder.execute("COMMIT")
            #expect(await journal.end(within: .seconds(30)))
            #expect(try await questions(in: path) == ["first"])
        }
    }

    @Test("warns once about a full disk, loses nothing, and receives everything once there is space")
    func full() async throws {
        try await withFile { path in
            let warnings = Warnings()
            let journal = Journal(path: path) { warnings.add($0) }
            _ = try await journal.perform { database in
                let pages = try database.number("PRAGMA page_count") ?? 0
                try database.execute("PRAGMA max_page_count = \(pages)")
            }
            let long = String(repeating: "long ", count: 5000)
            let receipts = try await journal.begin(.asking(long + "1"))
            // A connection opened later has no such limit.
            #expect(receipts == .kept)
            #expect(warnings.all.map { $0.contains("can't be used now: the disk is full.") } == [true])
            try await journal.begin([.asking("last")])
            #expect(await journal.end(within: .seconds(30)))
            #expect(try await questions(in: path) == ["last", long + "1", "first"])
        }
    }

    @Test("warns once about a missing folder, and receives everything once there is one")
    func unmakable() async throws {
        try await withTemporaryFolder { folder in
            try TemporaryFolder.write("", to: "shell", in: folder)
            let path = folder + "/shell/journal.sqlite"
            let warnings = Warnings()
            let journal = Journal(path: path) { warnings.add($0) }
            for text in ["one", "two"] { #expect(try await journal.begin(.asking(text)) == .kept) }
            #expect(try await journal.runs(JournalQuery()) == nil)
            #expect(
                warnings.all == [
                    "The journal \(path) can't be used now: part of the path isn't a folder. New entries stay in memory until it can be used."
                ])
            try FileManager.default.removeItem(atPath: folder + "/shell")
            #expect(await journal.end(within: .seconds(30)))
            #expect(try await questions(in: path) == ["two", "one"])
        }
    }

    @Test("is never touched on a file system without locks, and the warning suggests another place")
    func noLocks() async throws {
        try await withFile { path in
            let warnings = Warnings()
            let journal = Journal(JournalFile(path: path, hasLocks: false)) { warnings.add($0) }
            try await journal.begin([.asking("second")])
            #expect(await !journal.end())
            #expect(
                warnings.all.first
                    == "The journal \(path) can't be used now: its file system doesn't support file locks (set NX1_SHELL_HOME to a folder that does). New entries stay in memory until it can be used."
            )
            #expect(try await questions(in: path) == ["first"])
        }
    }

    @Test("has a run once even if an earlier write may have succeeded")
    func twice() async throws {
        try await withFile { path in
            let journal = Journal(path: path, patience: .seconds(30)) { Issue.record("\($0)") }
            let entry = JournalEntry.asking("second")
            for _ in 1...2 {
                let receipt = try await journal.begin(entry)
                #expect(receipt == .written)
            }
            #expect(try await questions(in: path) == ["second", "first"])
        }
    }
}

@Suite("The queue of the journal")
struct JournalQueueTests {
    private func queue(_ changes: [JournalChange]) -> JournalQueue {
        var queue = JournalQueue()
        for change in changes { queue.append(change, nil, due: .now) }
        return queue
    }

    private func state(_ entry: JournalEntry, answer: Int) -> JournalChange {
        var entry = entry
        (entry.status, entry.answer) = (.completed, .string(String(repeating: "x", count: answer)))
        let step = StoredStepsTests.step(String(repeating: "s", count: 10_000))
        return .state(entry, StoredSteps([step]), isWatched: false)
    }

    @Test("stays within its limit by dropping steps, then results, then runs, oldest first")
    func limit() {
        let entries = (0..<100).map { JournalEntry.asking("\($0)") }
        let changes = entries.flatMap {
            [.beginning($0, newest: nil, conversation: nil), state($0, answer: 10_000)]
        }
        func kept(within limit: Int) -> (runs: Int, results: Int, steps: Int, JournalQueue.Forgotten) {
            var queue = queue(changes)
            queue.keep(queue.items, limit: limit)
            #expect(queue.items.reduce(0) { $0 + $1.change.size } <= limit)
            let left = queue.items.map(\.change)
            let runs = left.filter(\.isUrgent).count
            #expect(left.last?.sentID == entries.last?.sentID || runs == 0)
            return (runs, left.count - runs, left.filter { $0.withoutSteps != nil }.count, queue.forgotten)
        }
        #expect(kept(within: .max) == (100, 100, 100, .init()))
        let (runs, results, steps, none) = kept(within: 2_000_000)
        #expect(runs == 100 && results == 100 && steps < 100 && steps > 0 && none == .init())
        let (all, few, gone, forgotten) = kept(within: 600_000)
        #expect(all == 100 && few < 100 && few > 0 && gone == 0)
        #expect(forgotten == .init(runs: 0, results: 100 - few))
        let (some, zero, _, most) = kept(within: 50_000)
        #expect(some < 100 && some > 0 && zero == 0 && most == .init(runs: 100 - some, results: 100))
    }

    @Test(
        "names at the end what isn't written, and counts what was dropped",
        arguments: [
            (
                .init(
                    missing: ["a", "b"], unfinished: ["c"], sessions: ["Monday"],
                    forgotten: .init(runs: 2, results: 3, sessions: 4)),
                "The journal /j still can't be written. It lacks these runs: a, b. "
                    + "It lacks the results of these runs: c. It also lacks 2 older runs, whose ids are above. "
                    + "It also lacks 3 older results. It also lacks 4 older session states. "
                    + "It lacks the latest state of these sessions: Monday. "
                    + ":result with an id fetches a run from the service."
            ),
            (
                .init(forgotten: .init(runs: 1, results: 1, sessions: 1)),
                "The journal /j is incomplete. It lacks 1 older run, whose id is above. "
                    + "It lacks 1 older result. It lacks 1 older session state. "
                    + ":result with an id fetches a run from the service."
            ),
            (
                .init(sessions: ["Monday", "Tuesday"]),
                "The journal /j still can't be written. "
                    + "It lacks the latest state of these sessions: Monday, Tuesday."
            ),
        ] as [(JournalQueue.Unwritten, String)])
    func unwritten(unwritten: JournalQueue.Unwritten, sentence: String) {
        #expect(unwritten.sentence(about: "/j") == sentence)
    }

    @Test("drops nothing before the first attempt to write it, however large")
    func untried() {
        var queue = queue([state(.asking("?"), answer: 100_000)])
        let tried = queue.items
        queue.append(
            .beginning(.asking(String(repeating: "long ", count: 100_000)), newest: nil, conversation: nil),
            nil, due: .now)
        queue.keep(tried, limit: 1000)
        #expect(queue.items.count == 1)
    }
}

@Suite("The reason that the journal can't be used")
struct JournalFailureTests {
    /// SQLite's result codes (sqlite.org/rescode.html).
    @Test(
        "is given in words for each kind of failure",
        arguments: [
            (5, "another program has it locked"), (8, "it or its folder is read-only"),
            (10, "the disk can't be read or written"), (11, "it is damaged"), (13, "the disk is full"),
            (14, "it can't be opened"), (15, "its file system doesn't support shared memory"),
            (1, "no such table: run"),
        ] as [(Int32, String)])
    func reasons(code: Int32, reason: String) {
        let failure = SQLiteFailure(code: code, message: "no such table: run")
        #expect(JournalFailure.reason(failure) == reason)
    }
}

@Suite("The patience with locks")
struct LockPatienceTests {
    @Test("is the usual one until a wait times out, then none for a minute")
    func patience() {
        let start = ContinuousClock.now
        var patience = LockPatience(usual: .milliseconds(400))
        #expect(patience.end(at: start) == start + .milliseconds(400))
        patience.expire(at: start)
        #expect(patience.end(at: start + .seconds(59)) == start + .seconds(59))
        // Attempts without a wait change nothing.
        patience.expire(at: start + .seconds(59))
        #expect(patience.end(at: start + .seconds(60)) == start + .seconds(60) + .milliseconds(400))
    }
}
