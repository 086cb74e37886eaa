internal import CSQLite

/// A connection to an SQLite database. It isn't `Sendable`: its owner, usually an actor, uses it from one task at a
/// time.
///
/// Waits for another connection's lock are bounded. If the current task is cancelled, SQLite interrupts the running
/// statement, unless it runs inside ``withoutInterruption(_:)``.
package final class Database {
    private let connection: OpaquePointer
    /// Prepared statements, keyed by their SQL.
    private var statements: [String: Statement] = [:]
    private let patience: Duration
    /// The waits of the current statement.
    private var wait = BusyWait(end: .now)
    /// When all statements stop waiting for locks; nil if each has its own limit.
    private var waitEnd: ContinuousClock.Instant?
    /// Whether cancellation interrupts statements.
    private var isInterruptible = true
    /// When statements are interrupted; nil if they may take as long as they need.
    package var workEnd: ContinuousClock.Instant?

    /// Opens the database in the file at `path`, creating it if it doesn't exist; nil for one in memory.
    /// - Parameters:
    ///   - patience: the maximum wait of a statement for another connection's lock.
    ///   - fileSystem: the name of the SQLite VFS that reads and writes the file; nil for the default.
    /// - Throws: ``SQLiteFailure``.
    package convenience init(
        path: String?, patience: Duration = .seconds(5), fileSystem: String? = nil
    ) throws(SQLiteFailure) {
        try self.init(
            name: path ?? ":memory:", flags: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, patience: patience,
            fileSystem: fileSystem)
    }

    /// Opens the database in the file at `path` for reading.
    /// - Parameters:
    ///   - isUnused: Whether no other connection has it open, and nothing waits in its write-ahead log. SQLite then neither locks the
    ///     file nor makes any beside it.
    ///   - patience: How long a statement waits for another connection's lock.
    /// - Throws: ``SQLiteFailure``.
    package convenience init(
        reading path: String, isUnused: Bool, patience: Duration
    ) throws(SQLiteFailure) {
        // Escapes the characters that are special in a file URI (sqlite.org/uri.html).
        let name = path.replacing("%", with: "%25").replacing("?", with: "%3f").replacing("#", with: "%23")
        try self.init(
            name: "file:\(name)?mode=ro\(isUnused ? "&immutable=1" : "")",
            flags: SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, patience: patience, fileSystem: nil)
    }

    private init(
        name: String, flags: Int32, patience: Duration, fileSystem: String?
    ) throws(SQLiteFailure) {
        var opened: OpaquePointer?
        // The owner already ensures that only one thread uses it at a time.
        let code = sqlite3_open_v2(name, &opened, flags | SQLITE_OPEN_NOMUTEX, fileSystem)
        guard let opened else { throw SQLiteFailure(code: SQLITE_NOMEM, message: "out of memory") }
        guard code == SQLITE_OK else {
            let failure = SQLiteFailure(code: code, of: opened)
            sqlite3_close_v2(opened)
            throw failure
        }
        connection = opened
        self.patience = patience
        let context = Unmanaged.passUnretained(self).toOpaque()
        sqlite3_busy_handler(connection, { Database.goesOn($0, afterWaits: $1) }, context)
        sqlite3_progress_handler(connection, 1000, { Database.isInterrupted($0) }, context)
    }

    deinit {
        statements = [:]
        sqlite3_close_v2(connection)
    }

    /// Executes statements that return no rows and take no parameters.
    /// - Throws: ``SQLiteFailure``.
    package func execute(_ script: String) throws(SQLiteFailure) {
        let code = sqlite3_exec(connection, script, nil, nil, nil)
        guard code == SQLITE_OK else { throw SQLiteFailure(code: code, of: connection) }
    }

    /// Executes one statement and ignores its rows. The prepared statement is cached.
    /// - Throws: ``SQLiteFailure``.
    package func run(_ sql: String, _ values: [SQLiteValue] = []) throws(SQLiteFailure) {
        let statement = try statement(sql, values)
        defer { statement.reset() }
        while try statement.step() {}
    }

    /// Executes a query and returns its rows in order, as `read` converts them.
    /// - Throws: ``SQLiteFailure``; the errors of `read`.
    package func rows<Value>(
        _ sql: String, _ values: [SQLiteValue] = [], _ read: (borrowing Row) throws(SQLiteFailure) -> Value
    ) throws(SQLiteFailure) -> [Value] {
        let statement = try statement(sql, values)
        defer { statement.reset() }
        var all: [Value] = []
        while try statement.step() { all.append(try read(Row(statement))) }
        return all
    }

    /// Executes a query and returns its first row, as `read` converts it; nil if there are no rows.
    /// - Throws: ``SQLiteFailure``; the errors of `read`.
    package func firstRow<Value>(
        _ sql: String, _ values: [SQLiteValue] = [], _ read: (borrowing Row) throws(SQLiteFailure) -> Value
    ) throws(SQLiteFailure) -> Value? {
        let statement = try statement(sql, values)
        defer { statement.reset() }
        return try statement.step() ? try read(Row(statement)) : nil
    }

    /// The number in the first column of the first row; nil if there is no row, or it is NULL.
    /// - Throws: ``SQLiteFailure``.
    package func number(_ sql: String, _ values: [SQLiteValue] = []) throws(SQLiteFailure) -> Int64? {
        try firstRow(sql, values) { $0.integer(at: 0) } ?? nil
    }

    /// The text in the first column of the first row; nil if there is no row, or it is NULL.
    /// - Throws: ``SQLiteFailure``.
    package func text(_ sql: String) throws(SQLiteFailure) -> String? {
        try firstRow(sql) { $0.text(at: 0) } ?? nil
    }

    /// The number of rows that the last changing statement changed.
    package var changes: Int { Int(sqlite3_changes(connection)) }

    /// The number of rows changed since the database was opened.
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
    /// Runs `work` in a transaction that takes the write lock first, so that nothing changes between its reads and its writes.
    /// - Throws: ``SQLiteFailure``; the errors of `work`.
    package func transaction<Value>(_ work: () throws -> Value) throws -> Value {
        try execute("BEGIN IMMEDIATE")
        do {
            let value = try work()
            try execute("COMMIT")
            return value
        } catch {
            // After some failures, such as a full disk, SQLite has already rolled back. The first error is the one to
            // report.
            if sqlite3_get_autocommit(connection) == 0 {
                try? withoutInterruption { try execute("ROLLBACK") }
            }
            throw error
        }
    }

    /// Runs `work` to completion even if the task is cancelled, because other tasks may depend on it.
    /// - Throws: the errors of `work`.
    package func withoutInterruption<Value>(_ work: () throws -> Value) rethrows -> Value {
        let before = isInterruptible
        isInterruptible = false
        defer { isInterruptible = before }
        return try work()
    }

    /// Runs `work` with a common time limit for all waits for locks.
    /// - Throws: the errors of `work`.
    package func waiting<Value>(until end: ContinuousClock.Instant, _ work: () throws -> Value) rethrows
        -> Value
    {
        let before = waitEnd
        waitEnd = end
        defer { waitEnd = before }
        return try work()
    }

    private func wait(after count: Int) -> Bool {
        if count == 0 { wait = BusyWait(end: waitEnd ?? .now + patience) }
        return wait.wait(after: count)
    }

    private var isInterrupted: Bool {
        isInterruptible && Task.isCancelled || workEnd.map { $0 < .now } ?? false
    }

    /// Called by SQLite periodically, on the thread of the statement and so within the task.
    private static func isInterrupted(_ context: UnsafeMutableRawPointer?) -> Int32 {
        guard let context else { return 0 }
        return Unmanaged<Database>.fromOpaque(context).takeUnretainedValue().isInterrupted ? 1 : 0
    }

    /// Called by SQLite if another connection has the lock. Returns whether to try again.
    private static func goesOn(_ context: UnsafeMutableRawPointer?, afterWaits count: Int32) -> Int32 {
        guard let context else { return 0 }
        let database = Unmanaged<Database>.fromOpaque(context).takeUnretainedValue()
        return !database.isInterrupted && database.wait(after: Int(count)) ? 1 : 0
    }
}
