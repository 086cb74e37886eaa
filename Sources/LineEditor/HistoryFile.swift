import Descriptors

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The history that a person's shells share, in one file: one escaped entry per line, oldest first, mode 0600.
///
/// Each entry is appended with a single `write`, so that entries of two shells never mix. A file that has grown too
/// long is rewritten under another name and renamed. A lock, and a check that the path still refers to the locked
/// file, protect entries that another shell appends at that moment.
struct HistoryFile {
    let path: String

    /// The number of entries to keep; the file may exceed it by a quarter before it is trimmed.
    let size: Int

    /// The last entries, oldest first; none if there is no file. Trims the file if necessary.
    func load() throws(HistoryFailure) -> [String] {
        guard let file = try HistoryFileHandle(reading: path) else { return [] }
        let lines = try file.lines()
        if lines.count > size + size / 4 { try trim() }
        return lines.suffix(size).map { HistoryEntryCodec.entry(of: String(decoding: $0, as: UTF8.self)) }
    }

    /// Appends an entry. Creates the file, and its directory with mode 0700, if they are missing.
    func append(_ entry: String) throws(HistoryFailure) {
        try makeFolder()
        let file = try HistoryFileHandle(locking: path)
        try file.write(Array((HistoryEntryCodec.line(for: entry) + "\n").utf8))
    }

    private func trim() throws(HistoryFailure) {
        let file = try HistoryFileHandle(locking: path)
        // Another shell may have trimmed the file; only its state under the lock counts.
        let lines = try file.lines()
        guard lines.count > size else { return }
        let target = resolvedPath
        let fresh = try HistoryFileHandle(creating: target + ".\(getpid())")
        do {
            try fresh.write(lines.suffix(size).flatMap { $0 + [UInt8(ascii: "\n")] })
        } catch {
            unlink(fresh.path)
            throw error
        }
        guard rename(fresh.path, target) == 0 else { throw HistoryFailure("write", target, errno) }
    }

    /// The target of the path if it is a symbolic link: renaming must not replace the link.
    private var resolvedPath: String {
        guard let resolved = realpath(path, nil) else { return path }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    private func makeFolder() throws(HistoryFailure) {
        var missing: [Substring] = []
        var folder = path[...]
        while let slash = folder.lastIndex(of: "/"), slash != folder.startIndex {
            folder = folder[..<slash]
            if access(String(folder), F_OK) == 0 { break }
            missing.append(folder)
        }
        for folder in missing.reversed() where mkdir(String(folder), 0o700) == -1 && errno != EEXIST {
            throw HistoryFailure("write", path, errno)
        }
    }
}

/// Why the history file can't be used.
struct HistoryFailure: Error, Equatable {
    let action: String
    let path: String
    /// The reason, as the end of a sentence.
    let why: String

    /// - Parameter code: the system's error number.
    init(_ action: String, _ path: String, _ code: Int32) {
        self.init(action, path, why: SystemFailure(errno: code).description)
    }

    init(_ action: String, _ path: String, why: String) {
        self.action = action
        self.path = path
        self.why = why
    }

    /// The failure and its consequence, as a sentence.
    var sentence: String {
        "\(reason). History is kept only for this session."
    }

    /// The failure, without a full stop.
    var reason: String {
        "Couldn't \(action) the history file \(TerminalControl.row(path)): \(why)"
    }
}
