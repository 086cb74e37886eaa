import Nx1Events
import ShellText

/// A column of a table, with the type of its cells.
struct ChartColumn: Equatable {
    /// The index in the table.
    let index: Int
    /// The title on one line, or a placeholder such as `column 2`.
    let name: String
    /// The type of nearly all cells.
    let content: Content
    /// Statistics of a sample of the cells.
    let profile: ColumnProfile

    enum Content: Equatable {
        case numbers
        /// - Parameters:
        ///   - isDayFirst: whether `3/4/2026` is 3 April.
        ///   - isInUTC: whether to draw in UTC, for mixed time zones, rather than in local time.
        case times(isDayFirst: Bool, isInUTC: Bool)
        case ordinals(WrittenOrdinal.Cycle)
        case texts
        /// Every cell is empty.
        case nothing
    }

    var isNumeric: Bool { content == .numbers }

    var isTime: Bool {
        if case .times = content { true } else { false }
    }

    var isOrdinal: Bool {
        if case .ordinals = content { true } else { false }
    }

    /// Returns the cell of a row; null if the row is too short.
    func cell(_ row: [JSONValue]) -> JSONValue { index < row.count ? row[index] : .null }

    /// Returns the number in a row.
    func number(_ row: [JSONValue]) -> Double? {
        switch cell(row) {
        case .number(let number):
            // JSON numbers need no parsing of units or separators.
            let value = number.double
            return value.isFinite ? value : nil
        case .string(let text):
            return WrittenNumber(text)?.value
        default: return nil
        }
    }

    /// Returns the position of a row on the axis; nil if its cell isn't of the column's type.
    func position(_ row: [JSONValue]) -> Double? {
        switch content {
        case .numbers: return number(row)
        case .times(let isDayFirst, let isInUTC):
            return Self.text(cell(row)).flatMap { Self.time($0, isDayFirst) }
                .map { $0.seconds + (isInUTC ? 0 : Double($0.offset)) }
        case .ordinals:
            return Self.text(cell(row)).flatMap { WrittenOrdinal($0) }.map { Double($0.index) }
        case .texts, .nothing: return nil
        }
    }

    /// Parses the date in a cell. Four digits are a year.
    static func time(_ text: String, _ isDayFirst: Bool) -> WrittenTime? {
        if text.utf8.count == 4, let year = Int(text) { return WrittenTime(year: year, .year) }
        return WrittenTime(text, isDayFirst: isDayFirst)
    }

    /// Returns the text of a cell without Markdown emphasis; nil if it is empty.
    static func text(_ cell: JSONValue) -> String? {
        let text: String
        switch cell {
        case .null: return nil
        case .string(let string):
            text = string.isPlainLine ? string.withoutEmphasis : string.trimmed.withoutEmphasis
        case .number(let number): return number.literal
        default: text = cell.serialized()
        }
        return isEmpty(text) ? nil : text
    }

    /// Returns whether a text stands for a missing value.
    private static func isEmpty(_ text: String) -> Bool {
        if text.utf8.count > 4 { return false }
        switch text.lowercased() {
        case "", "-", "–", "—", "n/a", "na", "null", "none", "nan", "?", "...", "…": return true
        default: return false
        }
    }
}

extension String {
    /// The text without enclosing Markdown markers, as in `**bold**`, `_emphasis_` or `` `code` ``.
    var withoutEmphasis: String {
        guard let first = utf8.first, "*_`~".utf8.contains(first) else { return self }
        var rest = self[...]
        for mark in ["***", "**", "__", "~~", "*", "_", "`"]
        where rest.utf8.count > 2 * mark.utf8.count && rest.hasPrefix(mark) && rest.hasSuffix(mark) {
            rest = rest.dropFirst(mark.count).dropLast(mark.count)
        }
        return String(rest)
    }

    /// The text as a label: on one line, with control characters made visible.
    var asLabel: String { VisibleText.visibleLine(trimmed.withoutEmphasis) }
}
