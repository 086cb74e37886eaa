import Nx1Events
import ShellText

/// The output of a step, prepared for reading: a table if it can be parsed as one, otherwise text.
struct StepOutput: Sendable {
    /// The text, or indented JSON.
    let text: String
    /// The output as a table, from JSON rows, comma- or tab-separated values, or Markdown; nil if it isn't one.
    let table: ResultTable?

    var isTable: Bool { table != nil }

    /// The longest text that is searched for a table, in bytes.
    private static let most = 64 << 10

    /// Whether the text is truncated.
    let isCut: Bool

    /// Returns nil if the step has no output.
    init?(of step: RunStep) {
        guard let output = step.output else { return nil }
        self.init(
            output, isCut: step.isCut,
            isOfQuery: step.arguments.map { ToolArguments($0).query != nil } ?? false)
    }

    /// - Parameters:
    ///   - isCut: whether a part of the step was truncated.
    ///   - isOfQuery: whether the output is from a database query, so that lines may be the rows of a single column.
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

    /// The number of rows of the table, or of lines of the text.
    var rowCount: Int? {
        if let table { return table.rows.count }
        let lines = text.isPlainLine ? 1 : text.split(whereSeparator: \.isNewline).count
        return lines == 0 ? nil : lines
    }

    /// Removes the reminder of available tools, which CrewAI may append for the model after two empty lines.
    fileprivate static func withoutReminder(_ text: String) -> String {
        let reminder = "You ONLY have access to the following tools"
        guard text.utf8.count > reminder.utf8.count, text.utf8.contains(UInt8(ascii: "\n")),
            let place = text.ranges(of: "\n\n\n" + reminder).last
        else { return text }
        return String(text[..<place.lowerBound])
    }

    /// Parses rows with equal numbers of fields below a row of titles, as databases print them.
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
            // Sentences have commas too, so require short titles.
            guard fields[0].allSatisfy({ !$0.isEmpty && $0.utf8.count <= 40 && $0.last != "." }) else {
                continue
            }
            return ResultTable(
                columns: fields[0].map(\.trimmed),
                rows: fields.dropFirst().map { $0.map { cell($0.trimmed) } })
        }
        return isColumnName(first.trimmed) && isOfQuery() ? column(lines) : nil
    }

    /// Parses a single column: a title, and one row per line below it.
    private static func column(_ lines: ArraySlice<Substring>) -> ResultTable? {
        let fields = lines.filter { !isRule($0) }.map(\.trimmed)
        guard let title = fields.first, fields.count > 1 else { return nil }
        return ResultTable(columns: [title], rows: fields.dropFirst().map { [cell($0)] })
    }

    /// Returns whether a text looks like a column name, such as `late`, `o.late` or `count(*)`, rather than a remark.
    private static func isColumnName(_ text: String) -> Bool {
        guard let first = text.utf8.first, text.utf8.count <= 40, first == UInt8(ascii: "_") || first >= 0x41
        else { return false }
        return text.allSatisfy { $0.isLetter || $0.isNumber || "_.()*".contains($0) }
    }

    /// Parses `| a | b |` with a row of dashes, as Markdown and most database clients write tables.
    private static func piped(_ lines: [Substring]) -> ResultTable? {
        guard lines.count > 1, isRule(lines[1]) else { return nil }
        let fields = lines.filter { !isRule($0) }.map(cells)
        guard let titles = fields.first, fields.allSatisfy({ $0.count == titles.count }) else { return nil }
        return ResultTable(
            columns: titles, rows: fields.dropFirst().map { $0.map(cell) })
    }

    /// Returns whether a line is a row count, such as psql's `(2 rows)`.
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

    /// Converts a cell. Numbers keep their digits exactly.
    private static func cell(_ text: String) -> JSONValue {
        guard text.utf8.count <= 40, let value = try? JSONValue(parsing: text), case .number = value else {
            return .string(text)
        }
        return value
    }
}

extension JSONValue {
    /// The parsed value of a string that contains a JSON object or array; otherwise the value itself.
    fileprivate var readable: JSONValue {
        guard let text = string.map(StepOutput.withoutReminder),
            let first = text.first(where: { !$0.isWhitespace }), "{[".contains(first),
            let value = try? JSONValue(parsing: text)
        else { return self }
        return value
    }
}
