internal import CSQLite

/// A row of a query's result, valid while it is being read.
package struct Row: ~Copyable {
    private let statement: Statement

    init(_ statement: Statement) {
        self.statement = statement
    }

    /// The text in a column; nil for NULL.
    /// - Throws: ``SQLiteFailure`` if there is no such column.
    package func text(_ column: String) throws(SQLiteFailure) -> String? {
        statement.text(at: try place(of: column))
    }

    /// The number in a column; nil for NULL.
    /// - Throws: ``SQLiteFailure`` if there is no such column.
    package func integer(_ column: String) throws(SQLiteFailure) -> Int64? {
        statement.integer(at: try place(of: column))
    }

    /// The text in a column that is never NULL.
    /// - Throws: ``SQLiteFailure`` if it is NULL or there is no such column.
    package func requiredText(_ column: String) throws(SQLiteFailure) -> String {
        try required(text(column), column)
    }

    /// The number in a column that is never NULL.
    /// - Throws: ``SQLiteFailure`` if it is NULL or there is no such column.
    package func requiredInteger(_ column: String) throws(SQLiteFailure) -> Int64 {
        try required(integer(column), column)
    }

    /// Whether the number in a column is not zero.
    /// - Throws: ``SQLiteFailure`` if it is NULL or there is no such column.
    package func flag(_ column: String) throws(SQLiteFailure) -> Bool {
        try requiredInteger(column) != 0
    }

    func text(at column: Int32) -> String? { statement.text(at: column) }

    func integer(at column: Int32) -> Int64? { statement.integer(at: column) }

    private func required<Value>(_ value: Value?, _ column: String) throws(SQLiteFailure) -> Value {
        guard let value else {
            throw SQLiteFailure(code: SQLITE_MISMATCH, message: "column \(column) is NULL")
        }
        return value
    }

    private func place(of column: String) throws(SQLiteFailure) -> Int32 {
        guard let place = statement.columns[column] else {
            throw SQLiteFailure(code: SQLITE_MISUSE, message: "no such column: \(column)")
        }
        return place
    }
}
