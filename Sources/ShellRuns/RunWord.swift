/// A word that may name a run, and a table of its answer: `last`, `%2`, `3d1c`, `%2:2`.
package struct RunWord {
    package let name: String
    /// From 1; nil if it names none.
    package let table: Int?

    /// Nil for what can only be a column.
    package init?(_ word: String) {
        let parts = word.split(separator: ":", omittingEmptySubsequences: false)
        if parts.count > 2 { return nil }
        name = String(parts[0])
        table = parts.count == 2 ? Int(parts[1]) : nil
        guard isCertain || couldBeID, parts.count == 1 || table != nil else { return nil }
    }

    /// Whether it names a run, whatever columns there are.
    package var isCertain: Bool { name.lowercased() == "last" || name.hasPrefix("%") }

    private var couldBeID: Bool {
        name.utf8.count >= 4 && name.contains(where: \.isNumber)
            && name.allSatisfy { $0.isHexDigit || $0 == "-" }
    }
}
