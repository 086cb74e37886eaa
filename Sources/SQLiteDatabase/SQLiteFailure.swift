internal import CSQLite

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// An error that SQLite reports.
package struct SQLiteFailure: Error, Hashable {
    /// The kinds of errors that callers distinguish (sqlite.org/rescode.html).
    package enum Kind: Sendable, Hashable {
        /// Another connection kept its lock for the whole wait.
        case locked
        /// The file isn't a valid database.
        case corrupt
        case diskFull
        /// The file or its folder can't be written.
        case readOnly
        case cannotOpen
        case cannotReadOrWrite
        /// The file system lacks the shared memory that a write-ahead log needs (sqlite.org/wal.html).
        case noSharedMemory
        /// The task was cancelled.
        case interrupted
        case other
    }

    /// SQLite's extended result code.
    package let code: Int32
    /// SQLite's message.
    package let message: String
    /// Whether the system ran out of space.
    private let isForLackOfRoom: Bool

    init(code: Int32, message: String, systemError: Int32 = 0) {
        self.code = code
        self.message = message
        isForLackOfRoom = [ENOSPC, EDQUOT, EFBIG].contains(systemError)
    }

    init(code: Int32, of connection: OpaquePointer) {
        // The code of the last call lacks the details unless extended codes are enabled.
        let extended = sqlite3_extended_errcode(connection)
        self.init(
            code: extended & 0xFF == code & 0xFF ? extended : code,
            message: String(cString: sqlite3_errmsg(connection)),
            systemError: code & 0xFF == SQLITE_IOERR ? sqlite3_system_errno(connection) : 0)
    }

    package var kind: Kind {
        if isForLackOfRoom { return .diskFull }
        switch code {
        case Self.sharedMemoryMap, Self.sharedMemoryOpen, Self.sharedMemorySize, Self.sharedMemoryLock,
            SQLITE_PROTOCOL:
            return .noSharedMemory
        default: break
        }
        return switch code & 0xFF {
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

    // Extended codes are macros of expressions, which Swift doesn't import.
    private static let sharedMemoryOpen = SQLITE_IOERR | 18 << 8
    private static let sharedMemorySize = SQLITE_IOERR | 19 << 8
    private static let sharedMemoryLock = SQLITE_IOERR | 20 << 8
    private static let sharedMemoryMap = SQLITE_IOERR | 21 << 8
}
