internal import CSQLite

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

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
        /// The file system has no memory that processes share, which a write-ahead log needs (sqlite.org/wal.html).
        case noSharedMemory
        /// The task was cancelled.
        case interrupted
        case other
    }

    /// SQLite's extended result code.
    package let code: Int32
    /// SQLite's own words.
    package let message: String
    /// Whether the system had no room for what was to be written.
    private let isForLackOfRoom: Bool

    init(code: Int32, message: String, systemError: Int32 = 0) {
        self.code = code
        self.message = message
        isForLackOfRoom = [ENOSPC, EDQUOT, EFBIG].contains(systemError)
    }

    init(code: Int32, of connection: OpaquePointer) {
        // The code of the last call lacks the details unless they are asked for.
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
