import Nx1Events

/// A table of styled cells.
///
/// All cells share one text, since there may be a million of them.
package struct Table: Sendable, Equatable {
    private(set) var text = StyledText()
    /// The end of each cell in the text, row by row, starting with the titles.
    private var cellEnds: [Int] = []
    /// The end of each row in ``cellEnds``. Rows may have different lengths.
    private var rowEnds: [Int] = []
    /// Whether the first row has the titles.
    private(set) var hasTitles = false
    /// The number of cells in the longest row.
    private(set) var columnCount = 0
    /// The alignments of the columns; missing ones are left.
    package var alignments: [ColumnAlignment] = []

    /// Creates an empty table.
    package init() {}

    mutating func reserve(cells cellCount: Int, rows: Int) {
        cellEnds.reserveCapacity(cellCount)
        rowEnds.reserveCapacity(rows)
    }

    /// Appends a cell to the current row.
    package mutating func addCell(_ write: (inout StyledText) -> Void) {
        let start = text.bytes.count
        write(&text)
        text.replaceTabs(from: start)
        cellEnds.append(text.bytes.count)
    }

    /// Ends the current row.
    package mutating func endRow() {
        columnCount = max(columnCount, cellEnds.count - (rowEnds.last ?? 0))
        rowEnds.append(cellEnds.count)
    }

    /// Ends the first row as the titles.
    package mutating func endTitles() {
        text.apply(.bold)
        hasTitles = true
        endRow()
    }

    /// The number of rows, including the titles.
    var rowCount: Int { rowEnds.count }

    /// Returns the indices of a row's cells.
    func row(_ index: Int) -> Range<Int> {
        (index == 0 ? 0 : rowEnds[index - 1])..<rowEnds[index]
    }

    /// Returns the range of a cell in the text.
    func cell(_ index: Int) -> Range<Int> {
        (index == 0 ? 0 : cellEnds[index - 1])..<cellEnds[index]
    }
}

/// The alignment of a column.
package enum ColumnAlignment: Sendable, Hashable {
    case left, center, right
}
