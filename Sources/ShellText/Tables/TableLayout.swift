/// A table as rows that fit a number of columns: cells are broken between words where they have to be; where even that
/// leaves too little for each column, every row becomes a list of titles and values.
package struct TableLayout {
    let table: Table
    let columns: Int
    private var arrangement = Arrangement.grid
    /// Those of the columns of a grid.
    private(set) var widths: [Int] = []
    /// Whether cells are cut where their column ends, and not only where they have a newline.
    private(set) var isCut = true

    /// How a table is to be laid out.
    package enum Form: Sendable {
        /// Cells side by side; each row as a list of titles and values where there is no room for that.
        case fitting
        /// Each row as a list of titles and values.
        case records
    }

    private enum Arrangement {
        /// Cells side by side.
        case grid
        /// Each row as a list of titles and values.
        case records
        /// Each row as a text of its cells.
        case flow
    }

    /// - Parameter columns: the columns that there are; nil if nothing is to be cut.
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
            // Where nothing is cut, a cell may run over its column; all rows as wide as one huge cell help nobody.
            widths = naturalWidths(count).map { min($0, Self.widest) }
            isCut = false
            return
        }
        let isNarrow = count > 1 && count * (Self.narrowest + 3) - 3 > columns
        if isNarrow, count > columns {
            // Far too many to look at how wide they are.
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

    /// The columns that a grid takes.
    package var gridWidth: Int { widths.reduce(3 * max(0, widths.count - 1), +) }

    /// Whether no cell has a line break.
    package var isOneRowEach: Bool { !table.text.bytes.contains(UInt8(ascii: "\n")) }

    /// The rows of the window, each ended with a newline.
    package var rows: StyledText {
        var rows = StyledText()
        append(to: &rows)
        return rows
    }

    /// Adds the rows of the window, each ended with a newline.
    func append(to rows: inout StyledText) {
        switch arrangement {
        case .grid: appendGrid(to: &rows)
        case .records: appendRecords(to: &rows)
        case .flow: appendFlow(to: &rows)
        }
    }

    /// The least that a column that is cut keeps.
    private static let narrowest = 6

    /// The most that a column gets where there is no window.
    private static let widest = 1000

    /// With more columns than this nobody reads a row as a list of titles and values.
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

    /// Takes from the widest columns until all fit.
    private mutating func shrink(to columns: Int) {
        let room = columns - 3 * (widths.count - 1)
        guard widths.reduce(0, +) > room else { return }
        // The narrow ones keep what they have; the others share what is left alike.
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
