import TestSupport
import Testing

@testable import SQLiteDatabase

@Suite("A database")
struct DatabaseTests {
    private func database(_ script: String = "CREATE TABLE t (a, b)") throws -> Database {
        let database = try Database(path: nil)
        try database.execute(script)
        return database
    }

    @Test(
        "returns a text as it was bound",
        arguments: ["", "a", "a\0b", "ünï 😀", "'; DROP TABLE t; --", String(repeating: "x", count: 1 << 20)])
    func texts(text: String) throws {
        let database = try database()
        try database.run("INSERT INTO t VALUES (?, ?)", [.text(text), .text(nil)])
        let read = try database.firstRow("SELECT a, b FROM t") { (row) throws(SQLiteFailure) in
            (try row.requiredText("a"), try row.text("b"))
        }
        #expect(read?.0 == text && read?.1 == nil)
    }

    @Test("returns a number as it was bound", arguments: [0, 1, -1, Int64.max, .min])
    func numbers(number: Int64) throws {
        let database = try database()
        try database.run("INSERT INTO t VALUES (?, ?)", [.integer(number), .integer(nil as Int?)])
        let read = try database.firstRow("SELECT a, b FROM t") { (row) throws(SQLiteFailure) in
            (try row.requiredInteger("a"), try row.integer("b"))
        }
        #expect(read?.0 == number && read?.1 == nil)
        #expect(try database.number("SELECT b FROM t") == nil)
        #expect(try database.number("SELECT a FROM t WHERE a IS NULL") == nil)
    }

    @Test("executes a statement again with other values, forgetting the previous ones")
    func again() throws {
        let database = try database()
        try database.run("INSERT INTO t VALUES (?, ?)", [.integer(1), .flag(true)])
        try database.run("INSERT INTO t VALUES (?, ?)", [.integer(2)])
        let rows = try database.rows("SELECT a, b FROM t ORDER BY a") { (row) throws(SQLiteFailure) in
            [try row.integer("a"), try row.integer("b")]
        }
        #expect(rows == [[1, 1], [2, nil]])
        #expect(database.changes == 1 && database.totalChanges == 2)
    }

    @Test("continues to use a statement that has failed, or whose table has changed")
    func afterFailure() throws {
        let database = try database("CREATE TABLE t (a UNIQUE)")
        try database.run("INSERT INTO t VALUES (?)", [.integer(1)])
        #expect(throws: SQLiteFailure.self) { try database.run("INSERT INTO t VALUES (?)", [.integer(1)]) }
        try database.run("INSERT INTO t VALUES (?)", [.integer(2)])
        let sum = "SELECT sum(a) FROM t"
        #expect(try database.number(sum) == 3)
        try database.execute("ALTER TABLE t RENAME TO u; CREATE TABLE t (b, a)")
        #expect(try database.number(sum) == nil)
    }

    @Test("reports missing columns and NULL values")
    func failures() throws {
        let database = try database()
        try database.run("INSERT INTO t VALUES (NULL, NULL)")
        func failure(_ work: () throws -> Void) -> SQLiteFailure? {
            #expect(throws: SQLiteFailure.self) { try work() }
        }
        #expect(failure { try database.execute("SELEC") }?.message == "near \"SELEC\": syntax error")
        #expect(failure { try database.run("") }?.message == "the SQL contains no statement")
        #expect(failure { try database.run("SELECT 1", [.integer(1)]) }?.kind == .other)
        let missing = failure {
            _ = try database.firstRow("SELECT a FROM t") { (row) throws(SQLiteFailure) in try row.text("c") }
        }
        #expect(missing?.message == "no such column: c")
        let null = failure {
            _ = try database.firstRow("SELECT a FROM t") { (row) throws(SQLiteFailure) in
                try row.requiredText("a")
            }
        }
        #expect(null?.message == "column a is NULL")
    }

    @Test("applies a transaction completely or not at all")
    func transactions() throws {
        struct Mishap: Error {}
        let database = try database()
        #expect(throws: Mishap.self) {
            try database.transaction {
                try database.run("INSERT INTO t VALUES (1, 1)")
                throw Mishap()
            }
        }
        #expect(try database.number("SELECT count(*) FROM t") == 0)
        let value = try database.transaction {
            try database.run("INSERT INTO t VALUES (1, 1)")
            return "done"
        }
        #expect(value == "done")
        #expect(try database.number("SELECT count(*) FROM t") == 1)
    }

    @Test("distinguishes a file that isn't a database from one that can't be opened")
    func files() async throws {
        try await withTemporaryFolder { folder in
            let path = try TemporaryFolder.write(
                String(repeating: "no database ", count: 100), to: "file", in: folder)
            let database = try Database(path: path)
            let corrupt = #expect(throws: SQLiteFailure.self) { try database.execute("CREATE TABLE t (a)") }
            #expect(corrupt?.kind == .corrupt)
            let closed = #expect(throws: SQLiteFailure.self) { try Database(path: folder + "/no/file") }
            #expect(closed?.kind == .cannotOpen)
        }
    }
}
