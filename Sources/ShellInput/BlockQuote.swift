/// The quotes `"""` around a text of several lines.
public enum BlockQuote {
    /// The text in a command's argument that is a block from its first character to its last; the argument as it
    /// is if it isn't one. Quotes that have a line to themselves add no row.
    public static func unquoted(_ argument: String) -> String {
        guard let rest = opening(of: argument), let block = closing(of: rest) else { return argument }
        return text(of: block.rows)
    }
}

extension BlockQuote {
    private static let quotes = Array("\"\"\"".utf8)

    /// What comes after the quotes at the beginning of a line.
    static func opening(of line: String) -> String? {
        let start = line.utf8.drop(while: \.isSpaceOrTab)
        return start.starts(with: quotes) ? String(Substring(start.dropFirst(quotes.count))) : nil
    }

    /// What stands before and after the quotes that open a block in a row of a command: at the beginning of a
    /// word, with something right after them or nothing on that row, or closed at its end. Other quotes are text.
    static func opening(inCommand row: String) -> (before: String, rest: String)? {
        var isWordStart = true
        for index in row.utf8.indices {
            let rest = row.utf8[index...]
            if isWordStart, rest.starts(with: quotes) {
                let after = String(Substring(rest.dropFirst(quotes.count)))
                let isGlued = after.utf8.first?.isSpaceOrTab == false
                if isGlued || after.isBlank || closing(of: after) != nil {
                    return (String(row[..<index]), after)
                }
            }
            isWordStart = row.utf8[index].isSpaceOrTab
        }
        return nil
    }

    /// What comes before the quotes at the end of a row.
    static func closing(of row: String) -> String? {
        let blanks = row.utf8.reversed().prefix(while: \.isSpaceOrTab).count
        let end = row.utf8.dropLast(blanks)
        return end.suffix(quotes.count).elementsEqual(quotes)
            ? String(Substring(end.dropLast(quotes.count))) : nil
    }

    /// Whether what follows opening quotes in pasted rows has closing quotes at its end or nowhere: quotes in
    /// the middle are somebody's program text.
    static func isWellFormed(_ rest: String) -> Bool {
        let inside = closing(of: rest) ?? rest
        return !inside.contains("\"\"\"")
    }

    /// The text of a block's rows, without the blank ones that only quotes stood on.
    static func text(of rows: [String]) -> String {
        var rows = rows[...]
        if rows.first?.isBlank == true { rows = rows.dropFirst() }
        if rows.last?.isBlank == true { rows = rows.dropLast() }
        return rows.joined(separator: "\n")
    }
}
