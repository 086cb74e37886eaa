import Nx1Events
import ShellText

/// What came out of a step, for reading: a table if it is one, else a text.
struct StepOutput: Sendable {
    /// The text, or the JSON indented.
    let text: String
    /// The table that it is: JSON of rows, comma- or tab-separated values, or Markdown.
    let table: ResultTable?

    var isTable: Bool { table != nil }

    /// So many characters are looked through for a table.
    private static let most = 64 << 10

    /// Whether the end of the text is missing.
    let isCut: Bool

    /// What came out of a step; nil if nothing did.
    init?(of step: RunStep) {
        guard let output = step.output else { return nil }
        self.init(
            output, isCut: step.isCut,
            isOfQuery: step.arguments.map { ToolArguments($0).query != nil } ?? false)
    }

    /// - Parameters:
    ///   - isCut: whether something of the step was too long to keep.
    ///   - isOfQuery: whether a database gave it, so that lines are the rows of one column.
    init(_ output: JSONValue, isCut: Bool = false, isOfQuery: @autoclosure () -> Bool = false) {
        let value = output.readable
        self.isCut = isCut && value.string?.hasSuffix(RunStep.cutMark) == true
        if let string = value.string {
            let text = Self.withoutReminder(string)
            self.text = text
            // The last row of a truncated table is incomplete.
            let end = self.isCut ? text.lastIndex(of: "\n") ?? text.endIndex : text.endIndex
            table = Self.separated(String(text[..<end]), isOfQuery: isOfQuery())
        } else {
            text = value.serialized(.indented)
            table = ResultTable(value)
        }
    }

    /// Rows of the table, or lines of the text.
    var rowCount: Int? {
        if let table { return table.rows.count }
        let lines = text.isPlainLine ? 1 : text.split(whereSeparator: \.isNewline).count
        return lines == 0 ? nil : lines
    }

    /// A text without what CrewAI may append for the model: which tools it has, below two empty lines.
    fileprivate static func withoutReminder(_ text: String) -> String {
        let reminder = "You ONLY have access to the following tools"
        guard text.utf8.count > reminder.utf8.count, text.utf8.contains(UInt8(ascii: "\n")),
            let place = text.ranges(of: "\n\n\n" + reminder).last
        else { return text }
        return String(text[..<place.lowerBound])
    }

    /// Rows of as many fields each, with a title each in the first: what databases print.
    private static func separated(_ text: String, isOfQuery: @autoclosure () -> Bool) -> ResultTable? {
        guard text.utf8.count <= most, text.utf8.contains(UInt8(ascii: "\n")) else { return nil }
        var lines = text.split(whereSeparator: \.isNewline).filter { !$0.allSatisfy(\.isWhitespace) }[...]
        lines = lines.drop(while: isRule)
        if lines.last.map(isCount) == true { lines.removeLast() }
        guard lines.count > 1, let first = lines.first else { return nil }
        if first.contains("|"), let table = piped(Array(lines)) { return table }
        for separator in ["\t", ","] as [Character] where first.contains(separator) {
            let fields = lines.map { $0.split(separator: separator, omittingEmptySubsequences: false) }
            let count = fields[0].count
            guard fields.allSatisfy({ $0.count == count }), !lines.joined().contains("\"") else { continue }
            // A sentence has commas too, but no titles of a word or two.
            guard fields[0].allSatisfy({ !$0.isEmpty && $0.utf8.count <= 40 && $0.last != "." }) else {
                continue
            }
            return ResultTable(
                columns: fields[0].map(\.trimmed),
                rows: fields.dropFirst().map { $0.map { cell($0.trimmed) } })
        }
        return isColumnName(first.trimmed) && isOfQuery() ? column(lines) : nil
    }

    /// One column: its title, and a row for each line below.
    private static func column(_ lines: ArraySlice<Substring>) -> ResultTable? {
        let fields = lines.filter { !isRule($0) }.map(\.trimmed)
        guard let title = fields.first, fields.count > 1 else { return nil }
        return ResultTable(columns: [title], rows: fields.dropFirst().map { [cell($0)] })
    }

    /// `late`, `o.late`, `count(*)`; not the words of a remark.
    private static func isColumnName(_ text: String) -> Bool {
        guard let first = text.utf8.first, text.utf8.count <= 40, first == UInt8(ascii: "_") || first >= 0x41
        else { return false }
        return text.allSatisfy { $0.isLetter || $0.isNumber || "_.()*".contains($0) }
    }

    /// `| a | b |` with a row of dashes, as Markdown and most database clients draw it.
    private static func piped(_ lines: [Substring]) -> ResultTable? {
        guard lines.count > 1, isRule(lines[1]) else { return nil }
        let fields = lines.filter { !isRule($0) }.map(cells)
        guard let titles = fields.first, fields.allSatisfy({ $0.count == titles.count }) else { return nil }
        return ResultTable(
            columns: titles, rows: fields.dropFirst().map { $0.map(cell) })
    }

    /// `(2 rows)`, as psql ends a table.
    private static func isCount(_ line: Substring) -> Bool {
        guard line.first == "(", line.hasSuffix(" rows)") || line.hasSuffix(" row)") else { return false }
        return line.dropFirst().prefix { $0 != " " }.allSatisfy(\.isNumber)
    }

    private static func isRule(_ line: Substring) -> Bool {
        line.contains("-") && line.allSatisfy { "|+-: ".contains($0) }
    }

    private static func cells(of line: Substring) -> [String] {
        var line = line.trimmed[...]
        if line.first == "|" { line = line.dropFirst() }
        if line.last == "|" { line = line.dropLast() }
        return line.split(separator: "|", omittingEmptySubsequences: false).map(\.trimmed)
    }

    /// A number keeps its digits as they are.
    private static func cell(_ text: String) -> JSONValue {
        guard text.utf8.count <= 40, let value = try? JSONValue(parsing: text), case .number = value else {
            return .string(text)
        }
        return value
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
