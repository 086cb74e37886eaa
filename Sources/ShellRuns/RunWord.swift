/// A word that may refer to a run and to a table of its answer: `last`, `%2`, `3d1c`, `%2:2`.
package struct RunWord {
    package let name: String
    /// The table's ordinal, starting at 1; nil without one.
    package let table: Int?

    /// Returns nil for a word that can only be a column.
    package init?(_ word: String) {
        let parts = word.split(separator: ":", omittingEmptySubsequences: false)
        if parts.count > 2 { return nil }
        name = String(parts[0])
        table = parts.count == 2 ? Int(parts[1]) : nil
        guard isCertain || couldBeID, parts.count == 1 || table != nil else { return nil }
    }

    /// Whether it refers to a run regardless of the table's columns.
    package var isCertain: Bool { name.lowercased() == "last" || name.hasPrefix("%") }

    private var couldBeID: Bool {
        name.utf8.count >= 4 && name.contains(where: \.isNumber)
            && name.allSatisfy { $0.isHexDigit || $0 == "-" }
    }
}
