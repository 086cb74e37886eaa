import Nx1Client

/// What came out of a step, for reading: a table if it is one, else a text.
struct StepOutput: Sendable {
    /// The text, or the JSON indented.
    let text: String
    /// The table that it is: JSON of rows, comma- or tab-separated values, or Markdown.
    let table: ResultTable?

    var isTable: Bool { table != nil }

    /// So many characters are looked through for a table.
    private static let most = 64 << 10

    init(_ output: JSONValue) {
        let value = output.readable
        if let string = value.string {
            let text = Self.withoutReminder(string)
            self.text = text
            table = Self.separated(text)
        } else {
            text = value.serialized(.indented)
            table = ResultTable(value)
        }
    }

    /// Rows of the table, or lines of the text.
    var rowCount: Int? {
        if let table { return table.rows.count }
        let lines = text.split(whereSeparator: \.isNewline).count
        return lines == 0 ? nil : lines
    }

    /// A text without what CrewAI may append for the model: which tools it has, below two empty lines.
    fileprivate static func withoutReminder(_ text: String) -> String {
        let reminder = "You ONLY have access to the following tools"
        guard let place = text.ranges(of: "\n\n\n" + reminder).last else { return text }
        return String(text[..<place.lowerBound])
    }

    /// Rows of as many fields each, with a title each in the first: what databases print.
    private static func separated(_ text: String) -> ResultTable? {
        guard text.utf8.count <= most else { return nil }
        let lines = text.split(whereSeparator: \.isNewline).filter { !$0.allSatisfy(\.isWhitespace) }
        guard lines.count > 1 else { return nil }
        if lines[0].contains("|"), let table = piped(lines) { return table }
        for separator in ["\t", ","] as [Character] where lines[0].contains(separator) {
            let fields = lines.map { $0.split(separator: separator, omittingEmptySubsequences: false) }
            let count = fields[0].count
            guard fields.allSatisfy({ $0.count == count }), !lines.joined().contains("\"") else { continue }
            // A sentence has commas too, but no titles of a word or two.
            guard fields[0].allSatisfy({ !$0.isEmpty && $0.utf8.count <= 40 && $0.last != "." }) else {
                continue
            }
            return ResultTable(
                columns: fields[0].map(trimmed),
                rows: fields.dropFirst().map { $0.map { JSONValue.string(trimmed($0)) } })
        }
        return nil
    }

    /// `| a | b |` with a row of dashes, as Markdown and most database clients draw it.
    private static func piped(_ lines: [Substring]) -> ResultTable? {
        let rule = Set("|+-: ")
        guard lines.count > 1, lines[1].allSatisfy(rule.contains), lines[1].contains("-") else { return nil }
        let fields = lines.enumerated().filter { $0.offset != 1 && !$0.element.allSatisfy(rule.contains) }.map
        {
            cells(of: $0.element)
        }
        guard let titles = fields.first, fields.allSatisfy({ $0.count == titles.count }) else { return nil }
        return ResultTable(
            columns: titles, rows: fields.dropFirst().map { $0.map(JSONValue.string) })
    }

    private static func cells(of line: Substring) -> [String] {
        var line = trimmed(line)[...]
        if line.first == "|" { line = line.dropFirst() }
        if line.last == "|" { line = line.dropLast() }
        return line.split(separator: "|", omittingEmptySubsequences: false).map(trimmed)
    }

    private static func trimmed(_ text: Substring) -> String {
        let start = text.drop { $0.isWhitespace }
        guard let end = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(start[...end])
    }
}

extension JSONValue {
    /// Of a string that is the JSON text of an object or a list, that value.
    fileprivate var readable: JSONValue {
        guard let text = string.map(StepOutput.withoutReminder),
            let first = text.first(where: { !$0.isWhitespace }), "{[".contains(first),
            let value = try? JSONValue(parsing: text)
        else { return self }
        return value
    }
}
