/// The lines of a Markdown text that belong to no table. Of blank lines one after the other the first is kept, as there are two where
/// a table stood.
struct MarkdownProse {
    /// The text; nil if the tables can't be told from it.
    let text: String?

    /// - Parameter tableCount: how many tables the text has.
    init(_ source: String, tableCount: Int) {
        var kept: [Substring] = []
        var count = 0
        var fence: Substring?
        var isInTable = false
        // CR LF is one character.
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

    /// Whether it is the line below the titles of a table, such as `|---|:-:|`.
    private static func isRule(_ line: Substring) -> Bool {
        line.contains("-") && line.contains("|")
            && line.allSatisfy { $0 == "-" || $0 == ":" || $0 == "|" || $0 == " " || $0 == "\t" || $0 == ">" }
    }
}
