/// The lines of a Markdown text outside of tables. Consecutive blank lines, which removed tables leave, are collapsed.
struct MarkdownProse {
    /// The text; nil if the tables can't be separated from it.
    let text: String?

    /// - Parameter tableCount: the number of tables in the text.
    init(_ source: String, tableCount: Int) {
        var kept: [Substring] = []
        var count = 0
        var fence: Substring?
        var isInTable = false
        // CR LF is a single `Character`.
        let lines = source.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
        for (index, line) in lines.enumerated() {
            let bare = line.drop { $0 == " " || $0 == "\t" || $0 == ">" }
            if let open = fence {
                if bare.hasPrefix(open) { fence = nil }
                kept.append(line)
                continue
            }
            if isInTable, !bare.isEmpty, bare.contains("|") { continue }
            isInTable = false
            if bare.hasPrefix("```") || bare.hasPrefix("~~~") {
                fence = bare.prefix { $0 == bare.first }
            } else if index + 1 < lines.count, bare.contains("|"), Self.isRule(lines[index + 1]) {
                (isInTable, count) = (true, count + 1)
                continue
            }
            if !bare.isEmpty || kept.last?.isEmpty == false { kept.append(line) }
        }
        if kept.last?.isEmpty == true { kept.removeLast() }
        text = count == tableCount ? kept.joined(separator: "\n") : nil
    }

    /// Returns whether a line is a table's delimiter row, such as `|---|:-:|`.
    private static func isRule(_ line: Substring) -> Bool {
        line.contains("-") && line.contains("|")
            && line.allSatisfy { $0 == "-" || $0 == ":" || $0 == "|" || $0 == " " || $0 == "\t" || $0 == ">" }
    }
}
