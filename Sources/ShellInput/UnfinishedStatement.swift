import Nx1Events

/// The rows of a statement so far, and whether they complete it.
struct UnfinishedStatement: Sendable {
    private enum Kind {
        /// Rows joined by backslashes. Verbatim rows are never a command.
        case rows(isVerbatim: Bool)
        /// A block, with the command before it, if any.
        case block(command: String?)
    }

    /// The number of its first line.
    let line: Int
    /// The size of its rows in bytes.
    private(set) var size = 0
    private(set) var isSpoiled = false
    private(set) var isComplete = false
    private var kind = Kind.rows(isVerbatim: false)
    private var rows: [String] = []

    /// Starts a statement with one line.
    init(line: Int, row: String) {
        self.line = line
        if let rest = BlockQuote.opening(of: row) {
            open(rest, command: nil)
        } else {
            add(row)
        }
    }

    /// Starts a statement with several pasted rows, which aren't a command.
    init(line: Int, pasted rows: String) {
        self.line = line
        if let rest = BlockQuote.opening(of: rows), BlockQuote.isWellFormed(rest) {
            open(rest, command: nil)
        } else {
            kind = .rows(isVerbatim: true)
            add(rows)
        }
    }

    var isBlock: Bool {
        if case .block = kind { true } else { false }
    }

    var isEmptyBlock: Bool { isBlock && rows.allSatisfy(\.isBlank) }

    /// Adds a row, or several pasted ones.
    mutating func add(_ row: String) {
        size += row.utf8.count + 1
        if isBlock {
            append(inBlock: row)
        } else if isCommand(row), let opening = BlockQuote.opening(inCommand: row) {
            open(opening.rest, command: (rows + [opening.before]).joined(separator: "\n"))
        } else {
            append(joined: row)
        }
    }

    /// Discards the rows. Later rows are only checked for the end of the statement.
    mutating func spoil() {
        isSpoiled = true
        rows = []
    }
}

extension UnfinishedStatement {
    /// The content that the rows stand for.
    func meaning(atPrompt: Bool) -> Statement.Content {
        switch kind {
        case .block(command: nil):
            return .text(BlockQuote.text(of: rows))
        case .block(let command?):
            return .command(command + "\"\"\"" + rows.joined(separator: "\n") + "\"\"\"")
        case .rows(isVerbatim: true):
            return .text(rows.joined(separator: "\n"))
        case .rows(isVerbatim: false):
            let text = rows.joined(separator: "\n")
            if atPrompt, rows.count == 1, let name = ForeignCommands.command(meantBy: text) {
                return .command(name: name, arguments: "")
            }
            if text.begins(with: ":") { return .command(text) }
            return .text(text.begins(with: "\\:") ? String(text.dropFirst()) : text)
        }
    }

    /// The meaning of the only row in another shell; nil if it has none, or there are more rows.
    func foreignMeaning(among commands: Set<String>) -> ForeignArguments.Meaning? {
        guard case .rows(isVerbatim: false) = kind, rows.count == 1 else { return nil }
        if let name = ForeignCommands.counterpart(of: rows[0], among: commands) { return .counterpart(name) }
        if ForeignCommands.isForeign(rows[0]) { return .foreign }
        return ForeignArguments.meaning(of: rows[0], among: commands)
    }

    private func isCommand(_ row: String) -> Bool {
        guard case .rows(isVerbatim: false) = kind else { return false }
        return (rows.first ?? row).begins(with: ":")
    }

    private mutating func open(_ rest: String, command: String?) {
        kind = .block(command: command)
        rows = []
        size += rest.utf8.count
        append(inBlock: rest)
    }

    private mutating func append(inBlock row: String) {
        let end = BlockQuote.closing(of: row)
        isComplete = end != nil
        if !isSpoiled { rows.append(contentsOf: (end ?? row).rows) }
    }

    private mutating func append(joined row: String) {
        let slashes = row.utf8.reversed().prefix { $0 == UInt8(ascii: "\\") }.count
        isComplete = slashes.isMultiple(of: 2)
        if !isSpoiled { rows.append(String(row.dropLast(slashes - slashes / 2))) }
    }
}

extension Statement.Content {
    /// Parses the line that is the last argument of a command, blocks included; nil if it is blank.
    package init?(argument line: String) {
        if line.begins(with: ":") {
            self = .command(line)
        } else {
            let text = line.begins(with: "\\:") ? String(line.dropFirst()) : BlockQuote.unquoted(line)
            guard !text.isBlank else { return nil }
            self = .text(text)
        }
    }

    /// Parses a line that starts with a colon.
    fileprivate static func command(_ line: String) -> Statement.Content {
        let words = line.dropFirst()
        let name = words.prefix { !$0.isWhitespace }
        return .command(name: String(name), arguments: String(words.dropFirst(name.count)).trimmed)
    }
}

/// The `"""` quotes around a text of several lines.
public enum BlockQuote {
    /// The text of an argument that is a block from its first character to its last; any other argument is returned
    /// unchanged. Quotes on a line of their own add no row.
    public static func unquoted(_ argument: String) -> String {
        guard let rest = opening(of: argument), let block = closing(of: rest) else { return argument }
        return text(of: block.rows)
    }
}

extension BlockQuote {
    private static let quotes = Array("\"\"\"".utf8)

    /// The rest of a line after opening quotes.
    static func opening(of line: String) -> String? {
        let start = line.utf8.drop(while: \.isSpaceOrTab)
        return start.starts(with: quotes) ? String(Substring(start.dropFirst(quotes.count))) : nil
    }

    /// The parts of a command's row before and after the quotes that open a block. Such quotes start a word and have
    /// text right after them, nothing after them on that row, or closing quotes at its end. Other quotes are part of
    /// the text.
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

    /// The part of a row before closing quotes at its end.
    static func closing(of row: String) -> String? {
        let blanks = row.utf8.reversed().prefix(while: \.isSpaceOrTab).count
        let end = row.utf8.dropLast(blanks)
        return end.suffix(quotes.count).elementsEqual(quotes)
            ? String(Substring(end.dropLast(quotes.count))) : nil
    }

    /// Whether pasted rows after opening quotes have closing quotes at their end or not at all. Quotes in the middle
    /// mean that the paste is source code.
    static func isWellFormed(_ rest: String) -> Bool {
        let inside = closing(of: rest) ?? rest
        return !inside.contains("\"\"\"")
    }

    /// The text of a block's rows, without rows that held only quotes.
    static func text(of rows: [String]) -> String {
        var rows = rows[...]
        if rows.first?.isBlank == true { rows = rows.dropFirst() }
        if rows.last?.isBlank == true { rows = rows.dropLast() }
        return rows.joined(separator: "\n")
    }
}
