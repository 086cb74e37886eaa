import Nx1Events
import ShellText

/// A column of a table, with what its cells are.
struct ChartColumn: Equatable {
    /// Its place among the columns, from 0.
    let index: Int
    /// Its title on one line, or `column 2` if it has none.
    let name: String
    /// What nearly all of its cells are.
    let content: Content
    /// What a sample of its cells tells.
    let profile: ColumnProfile

    enum Content: Equatable {
        case numbers
        /// - Parameters:
        ///   - isDayFirst: whether `3/4/2026` is the third of April.
        ///   - isInUTC: whether they are of several time zones, and drawn in UTC; else each is drawn as its clock showed it.
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

    /// The cell of a row; null where the row is too short.
    func cell(_ row: [JSONValue]) -> JSONValue { index < row.count ? row[index] : .null }

    /// The number in a row.
    func number(_ row: [JSONValue]) -> Double? {
        switch cell(row) {
        case .number(let number):
            // A number of JSON has nothing to be read but its value.
            let value = number.double
            return value.isFinite ? value : nil
        case .string(let text):
            return WrittenNumber(text)?.value
        default: return nil
        }
    }

    /// Where a row stands on the axis; nil if its cell isn't of the column's kind.
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

    /// The date of a cell; a number of four digits is a year.
    static func time(_ text: String, _ isDayFirst: Bool) -> WrittenTime? {
        if text.utf8.count == 4, let year = Int(text) { return WrittenTime(year: year, .year) }
        return WrittenTime(text, isDayFirst: isDayFirst)
    }

    /// The text of a cell without emphasis around it; nil for an empty one.
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

    /// Whether a text stands for no value.
    private static func isEmpty(_ text: String) -> Bool {
        if text.utf8.count > 4 { return false }
        switch text.lowercased() {
        case "", "-", "–", "—", "n/a", "na", "null", "none", "nan", "?", "...", "…": return true
        default: return false
        }
    }
}

extension String {
    /// The text inside the marks of Markdown that enclose all of it: `**bold**`, `_emphasis_`, `` `code` ``.
    var withoutEmphasis: String {
        guard let first = utf8.first, "*_`~".utf8.contains(first) else { return self }
        var rest = self[...]
        for mark in ["***", "**", "__", "~~", "*", "_", "`"]
        where rest.utf8.count > 2 * mark.utf8.count && rest.hasPrefix(mark) && rest.hasSuffix(mark) {
            rest = rest.dropFirst(mark.count).dropLast(mark.count)
        }
        return String(rest)
    }

    /// The text as a label: on one line, with what would drive a terminal made visible.
    var asLabel: String { VisibleText.visibleLine(trimmed.withoutEmphasis) }
}
