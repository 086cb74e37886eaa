import GRDB

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The file of the journal: made so that only its owner can read it, and put aside where it is damaged.
struct JournalFile: Sendable {
    let path: String

    /// Opens the database, which is made if it isn't there.
    func open() throws -> DatabaseQueue {
        try make()
        var configuration = Configuration()
        configuration.journalMode = .wal
        // As long as another shell may take for its own writing.
        configuration.busyMode = .timeout(5)
        configuration.label = "journal"
        let database = try DatabaseQueue(path: path, configuration: configuration)
        try JournalSchema.prepare(database)
        return database
    }

    /// Renames a damaged journal, with what SQLite keeps beside it, so that a new one can be made.
    /// - Returns: its new path.
    func putAside() throws(JournalFailure) -> String {
        let kept = "\(path).damaged-\(Timestamp.now().filter { $0.isNumber }.prefix(14))"
        guard rename(path, kept) == 0 || errno == ENOENT else {
            throw .system(String(cString: strerror(errno)))
        }
        for suffix in ["-wal", "-shm"] { _ = rename(path + suffix, kept + suffix) }
        return kept
    }

    private func make() throws(JournalFailure) {
        if access(path, F_OK) == 0 { return }
        var folder = ""
        for part in path.split(separator: "/").dropLast() {
            folder += (folder.isEmpty && !path.hasPrefix("/") ? "" : "/") + part
            guard mkdir(folder, 0o700) == 0 || errno == EEXIST || errno == EISDIR || access(folder, F_OK) == 0
            else { throw .system(String(cString: strerror(errno))) }
        }
        // SQLite gives the files beside it the same mode.
        let file = Self.create(path)
        guard file >= 0 else {
            if errno == EEXIST { return }
            throw .system(String(cString: strerror(errno)))
        }
        close(file)
    }

    private static func create(_ path: String) -> Int32 {
        #if canImport(Glibc)
            Glibc.open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        #else
            Darwin.open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        #endif
    }
}

extension JournalFile {
    /// Whether there is such a file yet.
    var isThere: Bool { access(path, F_OK) == 0 }
}
