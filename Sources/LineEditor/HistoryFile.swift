#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The entries of all shells of a person, in one file: one escaped entry a line, oldest first, mode 0600.
///
/// Each entry is appended by one `write`, so two shells never mix theirs. A file that has grown too long is written anew
/// beside and renamed; a lock, and a look whether the path still means the locked file, keep entries that another shell
/// appends at that moment.
struct HistoryFile {
    let path: String

    /// How many entries are kept; the file may grow by a quarter before it is trimmed.
    let size: Int

    /// The last entries, oldest first; none if there is no file. Trims the file when that is due.
    func load() throws(HistoryFailure) -> [String] {
        guard let file = try HistoryFileHandle(reading: path) else { return [] }
        let lines = try file.lines()
        if lines.count > size + size / 4 { try trim() }
        return lines.suffix(size).map { HistoryEntryCodec.entry(of: String(decoding: $0, as: UTF8.self)) }
    }

    /// Adds an entry. Makes the file, and its folder with mode 0700, where they are missing.
    func append(_ entry: String) throws(HistoryFailure) {
        try makeFolder()
        let file = try HistoryFileHandle(locking: path)
        try file.write(Array((HistoryEntryCodec.line(for: entry) + "\n").utf8))
    }

    private func trim() throws(HistoryFailure) {
        let file = try HistoryFileHandle(locking: path)
        // Another shell may have trimmed it meanwhile; what counts is what is there under the lock.
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
        guard rename(fresh.path, target) == 0 else { throw HistoryFailure("written", target, errno) }
    }

    /// The file itself where the path is a symbolic link: renaming must not replace the link.
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
            throw HistoryFailure("written", path, errno)
        }
    }
}

/// Why the history file can't be used.
struct HistoryFailure: Error, Equatable {
    let action: String
    let path: String
    /// The end of a sentence.
    let why: String

    /// - Parameter code: the system's error number.
    init(_ action: String, _ path: String, _ code: Int32) {
        self.init(action, path, why: SystemText.message(of: code))
    }

    init(_ action: String, _ path: String, why: String) {
        self.action = action
        self.path = path
        self.why = why
    }

    /// What happened and what follows, in a sentence.
    var sentence: String {
        "\(reason): what you type is remembered for this session only."
    }

    /// What happened, without the stop at the end.
    var reason: String {
        "The history file \(TerminalControl.row(path)) can't be \(action) (\(why))"
    }
}
