import TestSupport
import Testing

@testable import SQLiteDatabase

@Suite("Waiting for a database")
struct WaitingTests {
    @Test("polls often at first, and ends when patience runs out", arguments: [0, 1, 500, 5000])
    func bounds(milliseconds: Int) {
        let start = ContinuousClock.now
        let wait = BusyWait(end: start + .milliseconds(milliseconds))
        var now = start
        var count = 0
        while let delay = wait.delay(after: count, at: now) {
            #expect(delay > .zero && delay <= .milliseconds(100))
            now += delay
            count += 1
        }
        #expect(now == wait.end)
        #expect(wait.delay(after: -1, at: start) == nil)
    }

    @Test("ends at one common time for several statements")
    func together() async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/file"
            let holder = try Database(path: path)
            try holder.execute("CREATE TABLE t (a); BEGIN EXCLUSIVE")
            let other = try Database(path: path, patience: .seconds(3600))
            other.waiting(until: .now + .milliseconds(20)) {
                for _ in 1...20 {
                    let failure = #expect(throws: SQLiteFailure.self) { try other.run("DELETE FROM t") }
                    #expect(failure?.kind == .locked)
                }
            }
        }
    }

    @Test("lets several connections write at once without losses")
    func contention() async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/file"
            try Database(path: path).execute(
                "PRAGMA journal_mode = WAL; CREATE TABLE t (a); INSERT INTO t VALUES (0)")
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        let writer = Writer(try Database(path: path))
                        for _ in 0..<100 { try await writer.increment() }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try Database(path: path).number("SELECT a FROM t") == 400)
        }
    }

    @Test("reports a lock that is never released")
    func locked() async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/file"
            let holder = try Database(path: path)
            try holder.execute("CREATE TABLE t (a); BEGIN EXCLUSIVE")
            let other = try Database(path: path, patience: .milliseconds(20))
            let failure = #expect(throws: SQLiteFailure.self) { try other.run("INSERT INTO t VALUES (1)") }
            #expect(failure?.kind == .locked)
            try holder.execute("COMMIT")
            try other.run("INSERT INTO t VALUES (1)")
        }
    }

    @Test("ends when the task is cancelled, for a lock and for a query that never ends")
    func cancelled() async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/file"
            let holder = try Database(path: path)
            try holder.execute("CREATE TABLE t (a); BEGIN EXCLUSIVE")
            for sql in ["INSERT INTO t VALUES (1)", Self.endless] {
                let isForLock = sql != Self.endless
                let writer = Writer(try Database(path: isForLock ? path : nil, patience: .seconds(3600)))
                let task = Task { try await writer.run(sql) }
                task.cancel()
                await #expect(throws: SQLiteFailure.self) { try await task.value }
            }
        }
    }

    @Test("isn't interrupted where others depend on the result")
    func finished() async throws {
        let writer = Writer(try Database(path: nil))
        let task = Task {
            try await writer.toTheEnd(
                "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 100000) SELECT count(*) FROM n"
            )
        }
        task.cancel()
        #expect(try await task.value == 100_000)
    }

    private static let endless =
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
}

/// A database on its own thread.
private actor Writer {
    private let database: Database
    private let executor = BlockingExecutor(label: "test")

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(_ database: sending Database) {
        self.database = database
    }

    func increment() throws {
        try database.transaction { try database.run("UPDATE t SET a = a + 1") }
    }

    func run(_ sql: String) throws { try database.run(sql) }

    func toTheEnd(_ sql: String) throws -> Int64? {
        try database.withoutInterruption { try database.number(sql) }
    }
}
