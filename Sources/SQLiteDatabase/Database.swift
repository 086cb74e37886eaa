internal import CSQLite

/// A connection to an SQLite database, for one piece of work at a time: it isn't `Sendable`, so whoever has it, usually an actor,
/// decides whose turn it is.
///
/// Work that needs a lock that another connection has waits for it, within bounds. Work of a task that is cancelled is
/// interrupted, unless it is done in ``withoutInterruption(_:)``.
package final class Database {
    private let connection: OpaquePointer
    /// Statements that were made before, by their SQL.
    private var statements: [String: Statement] = [:]
    private let wait: BusyWait
    /// Whether a cancelled task's work ends before it is done.
    private var isInterruptible = true

    /// Opens the database in the file at `path`, which is made if it isn't there; nil is one in memory.
    /// - Parameter patience: for how long it is waited for another connection's lock.
    /// - Throws: ``SQLiteFailure``.
    package init(path: String?, patience: Duration = .seconds(5)) throws(SQLiteFailure) {
        var opened: OpaquePointer?
        // Who works with it sees to it that there is only one at a time.
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX
        let code = sqlite3_open_v2(path ?? ":memory:", &opened, flags, nil)
        guard let opened else { throw SQLiteFailure(code: SQLITE_NOMEM, message: "out of memory") }
        guard code == SQLITE_OK else {
            let failure = SQLiteFailure(code: code, of: opened)
            sqlite3_close_v2(opened)
            throw failure
        }
        connection = opened
        wait = BusyWait(patience: patience)
        let context = Unmanaged.passUnretained(self).toOpaque()
        sqlite3_busy_handler(connection, { Database.goesOn($0, afterWaits: $1) }, context)
        sqlite3_progress_handler(connection, 1000, { Database.isInterrupted($0) }, context)
    }

    deinit {
        statements = [:]
        sqlite3_close_v2(connection)
    }

    /// Executes any number of statements that give no rows and take no values.
    /// - Throws: ``SQLiteFailure``.
    package func execute(_ script: String) throws(SQLiteFailure) {
        let code = sqlite3_exec(connection, script, nil, nil, nil)
        guard code == SQLITE_OK else { throw SQLiteFailure(code: code, of: connection) }
    }

    /// Executes one statement, which is made once for all times that it is executed; its rows are passed over.
    /// - Throws: ``SQLiteFailure``.
    package func run(_ sql: String, _ values: [SQLiteValue] = []) throws(SQLiteFailure) {
        let statement = try statement(sql, values)
        defer { statement.reset() }
        while try statement.step() {}
    }

    /// What `read` makes of each row that the statement gives, in their order.
    /// - Throws: ``SQLiteFailure``, and what `read` throws.
    package func rows<Value>(
        _ sql: String, _ values: [SQLiteValue] = [], _ read: (borrowing Row) throws(SQLiteFailure) -> Value
    ) throws(SQLiteFailure) -> [Value] {
        let statement = try statement(sql, values)
        defer { statement.reset() }
        var all: [Value] = []
        while try statement.step() { all.append(try read(Row(statement))) }
        return all
    }

    /// What `read` makes of the first row; nil if there is none.
    /// - Throws: ``SQLiteFailure``, and what `read` throws.
    package func firstRow<Value>(
        _ sql: String, _ values: [SQLiteValue] = [], _ read: (borrowing Row) throws(SQLiteFailure) -> Value
    ) throws(SQLiteFailure) -> Value? {
        let statement = try statement(sql, values)
        defer { statement.reset() }
        return try statement.step() ? try read(Row(statement)) : nil
    }

    /// The number in the first column of the first row; nil if there is no row, or nothing in it.
    /// - Throws: ``SQLiteFailure``.
    package func number(_ sql: String, _ values: [SQLiteValue] = []) throws(SQLiteFailure) -> Int64? {
        try firstRow(sql, values) { $0.integer(at: 0) } ?? nil
    }

    /// How many rows the last statement that changed any has changed.
    package var changes: Int { Int(sqlite3_changes(connection)) }

    /// How many rows were changed since the database was opened.
    package var totalChanges: Int { Int(sqlite3_total_changes(connection)) }

    private func statement(_ sql: String, _ values: [SQLiteValue]) throws(SQLiteFailure) -> Statement {
        let statement: Statement
        if let known = statements[sql] {
            statement = known
        } else {
            statement = try Statement(sql, of: connection)
            statements[sql] = statement
        }
        try statement.bind(values)
        return statement
    }
}

extension Database {
    /// Does `work` whole or not at all, with the lock for writing from the beginning, so that what it reads is still so when it
    /// writes.
    /// - Throws: ``SQLiteFailure``, and what `work` throws.
    package func transaction<Value>(_ work: () throws -> Value) throws -> Value {
        try execute("BEGIN IMMEDIATE")
        do {
            let value = try work()
            try execute("COMMIT")
            return value
        } catch {
            // After some failures, a full disk among them, SQLite has done it by itself. What matters is why it failed.
            if sqlite3_get_autocommit(connection) == 0 {
                try? withoutInterruption { try execute("ROLLBACK") }
            }
            throw error
        }
    }

    /// Does `work` to its end, also when its task is cancelled: other tasks may depend on it.
    /// - Throws: What `work` throws.
    package func withoutInterruption<Value>(_ work: () throws -> Value) rethrows -> Value {
        let before = isInterruptible
        isInterruptible = false
        defer { isInterruptible = before }
        return try work()
    }

    private var isInterrupted: Bool { isInterruptible && Task.isCancelled }

    /// What SQLite asks from time to time while it works. It asks on the thread that works, and so within the task.
    private static func isInterrupted(_ context: UnsafeMutableRawPointer?) -> Int32 {
        guard let context else { return 0 }
        return Unmanaged<Database>.fromOpaque(context).takeUnretainedValue().isInterrupted ? 1 : 0
    }

    /// What SQLite asks where another connection has the lock: whether to try again.
    private static func goesOn(_ context: UnsafeMutableRawPointer?, afterWaits count: Int32) -> Int32 {
        guard let context else { return 0 }
        let database = Unmanaged<Database>.fromOpaque(context).takeUnretainedValue()
        return !database.isInterrupted && database.wait.wait(after: Int(count)) ? 1 : 0
    }
}
