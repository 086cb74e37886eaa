/// Up and down through the history: only entries that begin like what stood before the cursor when it began.
struct HistoryWalk {
    /// What the line was before, to come back to.
    let draft: String
    /// What the walk has put into the line; another text in the line means that the walk is over.
    private(set) var shown: String
    private let beginning: String
    private var index: Int

    /// - Parameters:
    ///   - beginning: what stands before the cursor.
    ///   - count: how many entries there are.
    init(from draft: String, beginning: String, count: Int) {
        self.draft = draft
        self.beginning = beginning
        shown = draft
        index = count
    }

    /// The next older entry that fits and is another text than the one shown; nil if there is none.
    mutating func back(in entries: [String]) -> String? {
        guard let found = entries[..<min(index, entries.count)].lastIndex(where: fits) else { return nil }
        index = found
        shown = entries[found]
        return shown
    }

    /// The next newer entry that fits, and after the newest the draft; nil if that is shown already.
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
