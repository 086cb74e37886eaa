/// Up and down through the history: only entries that start with the text before the cursor when the walk began.
struct HistoryWalk {
    /// The original line, to return to.
    let draft: String
    /// The entry that the walk has inserted. If the line has another text, the walk is over.
    private(set) var shown: String
    private let beginning: String
    private var index: Int

    /// - Parameters:
    ///   - beginning: the text before the cursor.
    ///   - count: the number of entries.
    init(from draft: String, beginning: String, count: Int) {
        self.draft = draft
        self.beginning = beginning
        shown = draft
        index = count
    }

    /// The next older matching entry that differs from the one shown; nil if there is none.
    mutating func back(in entries: [String]) -> String? {
        guard let found = entries[..<min(index, entries.count)].lastIndex(where: fits) else { return nil }
        index = found
        shown = entries[found]
        return shown
    }

    /// The next newer matching entry, and after the newest one the draft; nil if the draft is shown already.
    mutating func forth(in entries: [String]) -> String? {
        if let found = entries.dropFirst(index + 1).firstIndex(where: fits) {
            index = found
            shown = entries[found]
            return shown
        }
        guard index < entries.count else { return nil }
        index = entries.count
        shown = draft
        return draft
    }

    private func fits(_ entry: String) -> Bool {
        entry.hasPrefix(beginning) && entry != shown
    }
}
