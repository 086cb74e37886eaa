import CLibEdit

/// The history of one editor: libedit's list in memory and the file. Belongs to the editor's thread.
final class SessionHistory {
    /// libedit's list; nil only if memory is exhausted.
    let entries: OpaquePointer?

    /// The same entries, oldest first.
    private(set) var texts: [String] = []

    private let file: HistoryFile?
    private let report: (HistoryFailure) -> Void
    private var last: String?
    private var isLoaded = false
    private var hasFailed = false

    /// - Parameter report: receives the first failure only.
    init(file: String?, size: Int, report: @escaping (HistoryFailure) -> Void) {
        let size = max(1, size)
        self.file = file.map { HistoryFile(path: $0, size: size) }
        self.report = report
        entries = history_init()
        guard let entries else { return }
        libedit_history_size(entries, Int32(clamping: size))
        libedit_history_unique(entries, 1)
    }

    func end() {
        if let entries { history_end(entries) }
    }

    /// Reads the file on the first call.
    func load() {
        guard !isLoaded else { return }
        isLoaded = true
        attempt { file throws(HistoryFailure) in
            for entry in try file.load() { enter(entry) }
        }
    }

    /// Adds an entry, in memory and in the file, unless it is empty, starts with a space, or repeats the last one.
    func remember(_ entry: String) {
        load()
        guard !entry.isEmpty, !entry.hasPrefix(" "), entry != last else { return }
        enter(entry)
        attempt { file throws(HistoryFailure) in try file.append(entry) }
    }

    /// The entries of all the person's shells, oldest first; if the file can't be read, this shell's entries.
    func all() -> [String] {
        load()
        var kept: [String]?
        attempt { file throws(HistoryFailure) in kept = try file.load() }
        return kept ?? texts
    }

    private func enter(_ entry: String) {
        last = entry
        texts.append(entry)
        if let entries { libedit_history_enter(entries, entry) }
    }

    private func attempt(_ action: (HistoryFile) throws(HistoryFailure) -> Void) {
        guard let file else { return }
        do {
            try action(file)
        } catch {
            if !hasFailed { report(error) }
            hasFailed = true
        }
    }
}
