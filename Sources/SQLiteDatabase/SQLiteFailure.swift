internal import CSQLite

/// What SQLite says when something can't be done.
package struct SQLiteFailure: Error, Hashable {
    /// The kinds that are told from one another (sqlite.org/rescode.html).
    package enum Kind: Sendable, Hashable {
        /// Another connection has the lock, and kept it for as long as is waited.
        case locked
        /// What the file holds is no database, or no whole one.
        case corrupt
        case diskFull
        /// The file, or its folder, can't be written.
        case readOnly
        case cannotOpen
        case cannotReadOrWrite
        /// The task was cancelled.
        case interrupted
        case other
    }

    /// SQLite's primary result code.
    package let code: Int32
    /// SQLite's own words.
    package let message: String

    init(code: Int32, message: String) {
        self.code = code & 0xFF
        self.message = message
    }

    init(code: Int32, of connection: OpaquePointer) {
        self.init(code: code, message: String(cString: sqlite3_errmsg(connection)))
    }

    package var kind: Kind {
        switch code {
        case SQLITE_BUSY, SQLITE_LOCKED: .locked
        case SQLITE_CORRUPT, SQLITE_NOTADB: .corrupt
        case SQLITE_FULL: .diskFull
        case SQLITE_READONLY, SQLITE_PERM: .readOnly
        case SQLITE_CANTOPEN: .cannotOpen
        case SQLITE_IOERR: .cannotReadOrWrite
        case SQLITE_INTERRUPT: .interrupted
        default: .other
        }
    }
}
