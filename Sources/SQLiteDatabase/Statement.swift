internal import CSQLite

/// A value bound to a parameter of a statement.
package enum SQLiteValue: Sendable, Hashable {
    case null
    case integer(Int64)
    case text(String)

    package static func integer(_ number: Int?) -> SQLiteValue { number.map { .integer(Int64($0)) } ?? .null }
    package static func integer(_ number: Int64?) -> SQLiteValue {
        if let number { .integer(number) } else { .null }
    }
    package static func text(_ text: String?) -> SQLiteValue {
        if let text { .text(text) } else { .null }
    }
    package static func flag(_ flag: Bool) -> SQLiteValue { .integer(flag ? 1 : 0) }
}

/// A prepared statement, which can be executed repeatedly.
final class Statement {
    private let connection: OpaquePointer
    private let statement: OpaquePointer
    /// The index of each column, by name.
    private(set) lazy var columns = names()

    init(_ sql: String, of connection: OpaquePointer) throws(SQLiteFailure) {
        var made: OpaquePointer?
        let code = sqlite3_prepare_v3(connection, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &made, nil)
        guard code == SQLITE_OK else { throw SQLiteFailure(code: code, of: connection) }
        guard let made else {
            throw SQLiteFailure(code: SQLITE_MISUSE, message: "the SQL contains no statement")
        }
        self.connection = connection
        statement = made
    }

    deinit { sqlite3_finalize(statement) }

    /// Binds values to the parameters in order; the remaining ones are NULL.
    func bind(_ values: [SQLiteValue]) throws(SQLiteFailure) {
        reset()
        sqlite3_clear_bindings(statement)
        for (place, value) in zip(Int32(1)..., values) {
            let code =
                switch value {
                case .null: sqlite3_bind_null(statement, place)
                case .integer(let number): sqlite3_bind_int64(statement, place, number)
                case .text(let text): Self.bind(text, to: place, of: statement)
                }
            guard code == SQLITE_OK else { throw SQLiteFailure(code: code, of: connection) }
        }
    }

    private static func bind(_ text: String, to place: Int32, of statement: OpaquePointer) -> Int32 {
        var text = text
        return text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { characters in
                // An empty text has no address, which SQLite would take as NULL.
                guard let start = characters.baseAddress else {
                    return sqlite3_bind_copied_text(statement, place, "", 0)
                }
                return sqlite3_bind_copied_text(statement, place, start, UInt64(characters.count))
            }
        }
    }

    /// Advances to the next row.
    /// - Returns: false at the end.
    func step() throws(SQLiteFailure) -> Bool {
        switch sqlite3_step(statement) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code: throw SQLiteFailure(code: code, of: connection)
        }
    }

    /// Prepares it for being executed again, and releases its locks on the database.
    func reset() { sqlite3_reset(statement) }

    func integer(at column: Int32) -> Int64? {
        sqlite3_column_type(statement, column) == SQLITE_NULL ? nil : sqlite3_column_int64(statement, column)
    }

    func text(at column: Int32) -> String? {
        guard let start = sqlite3_column_text(statement, column) else { return nil }
        let bytes = UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, column)))
        return String(decoding: bytes, as: UTF8.self)
    }

    private func names() -> [String: Int32] {
        var names: [String: Int32] = [:]
        for column in 0..<sqlite3_column_count(statement) {
            if let name = sqlite3_column_name(statement, column) { names[String(cString: name)] = column }
        }
        return names
    }
}
