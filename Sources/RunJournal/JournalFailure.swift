import GRDB

/// Why the journal can't be used.
enum JournalFailure: Error {
    /// A newer version of the program has written it.
    case newer
    /// The system doesn't let the file be made.
    case system(String)

    /// Whether what the file holds is no journal, or no whole one.
    static func isCorruption(_ error: any Error) -> Bool {
        guard let error = error as? DatabaseError else { return false }
        return error.resultCode == .SQLITE_CORRUPT || error.resultCode == .SQLITE_NOTADB
    }

    /// What is wrong, in words that go on after "The journal … can't be used: ".
    static func reason(_ error: any Error) -> String {
        switch error {
        case JournalFailure.newer: return "a newer nx1sh has written it"
        case JournalFailure.system(let reason): return reason
        case let error as DatabaseError:
            return switch error.resultCode {
            case .SQLITE_FULL: "the disk is full"
            case .SQLITE_READONLY, .SQLITE_PERM: "it can't be written"
            case .SQLITE_CANTOPEN: "it can't be opened"
            case .SQLITE_BUSY, .SQLITE_LOCKED: "another program keeps it locked"
            case .SQLITE_CORRUPT, .SQLITE_NOTADB: "it is damaged"
            case .SQLITE_IOERR: "the disk can't be read or written"
            default: error.message ?? "SQLite error \(error.resultCode.rawValue)"
            }
        default: return "\(error)"
        }
    }
}
