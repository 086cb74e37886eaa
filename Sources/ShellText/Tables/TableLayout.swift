/// A table laid out in rows that fit a width. Cells are wrapped if necessary; if that leaves too little room for each
/// column, every row becomes a list of titles and values.
package struct TableLayout {
    let table: Table
    let columns: Int
    private var arrangement = Arrangement.grid
    /// The widths of the grid's columns.
    private(set) var widths: [Int] = []
    /// Whether cells are wrapped to their column, rather than only at newlines.
    private(set) var isCut = true

    /// The requested layout.
    package enum Form: Sendable {
        /// A grid, or a list of titles and values for each row if there is no room.
        case fitting
        /// Each row as a list of titles and values.
        case records
    }

    private enum Arrangement {
        /// A grid.
        case grid
        /// Each row as a list of titles and values.
        case records
        /// Each row as a text of its cells.
        case flow
    }

    /// - Parameter columns: the available width; nil if unlimited.
    package init(_ table: Table, columns: Int?, form: Form = .fitting) {
        self.table = table
        self.columns = columns ?? .max
        let count = table.columnCount
        if count == 0 { return }
        if form == .records {
            arrangement = .records
            return
        }
        guard let columns else {
            // A cell may be wider than its column, so that one huge cell doesn't widen all rows.
            widths = naturalWidths(count).map { min($0, Self.widest) }
            isCut = false
            return
        }
        let isNarrow = count > 1 && count * (Self.narrowest + 3) - 3 > columns
        if isNarrow, count > columns {
            // There are too many columns to measure.
            arrangement = count > Self.mostTitles ? .flow : .records
            return
        }
        widths = naturalWidths(count)
        if isNarrow, widths.reduce(0, +) + 3 * (count - 1) > columns {
            arrangement = .records
        } else {
            shrink(to: columns)
        }
    }

    /// The width of the grid.
    package var gridWidth: Int { widths.reduce(3 * max(0, widths.count - 1), +) }

    /// Whether no cell has a newline.
    package var isOneRowEach: Bool { !table.text.bytes.contains(UInt8(ascii: "\n")) }

    /// The rows of the window, each ended with a newline.
    package var rows: StyledText {
        var rows = StyledText()
        append(to: &rows)
        return rows
    }

    /// Appends the rows of the window, each ended with a newline.
    func append(to rows: inout StyledText) {
        switch arrangement {
        case .grid: appendGrid(to: &rows)
        case .records: appendRecords(to: &rows)
        case .flow: appendFlow(to: &rows)
        }
    }

    /// The minimum width of a wrapped column.
    private static let narrowest = 6

    /// The maximum width of a column without a window.
    private static let widest = 1000

    /// The maximum number of columns for a list of titles and values.
    static let mostTitles = 500

    private func naturalWidths(_ count: Int) -> [Int] {
        var widths = [Int](repeating: 1, count: count)
        for row in 0..<table.rowCount {
            for (column, cell) in table.row(row).enumerated() {
                widths[column] = max(widths[column], table.text.longestRow(of: table.cell(cell)))
            }
        }
        return widths
    }

    /// Shrinks the widest columns until all fit.
    private mutating func shrink(to columns: Int) {
        let room = columns - 3 * (widths.count - 1)
        guard widths.reduce(0, +) > room else { return }
        // Narrow columns keep their width, and the others share the rest equally.
        var left = room
        var limit = 0
        for (index, width) in widths.sorted().enumerated() {
            limit = left / (widths.count - index)
            if width > limit { break }
            left -= width
        }
        limit = max(1, limit)
        widths = widths.map { min($0, limit) }
        // A few columns may remain after the division.
        var rest = room - widths.reduce(0, +)
        let natural = naturalWidths(widths.count)
        for index in widths.indices where rest > 0 && widths[index] < natural[index] {
            widths[index] += 1
            rest -= 1
        }
    }
}
