import Nx1Events

/// Rows under column titles, ready to be laid out.
///
/// The text of all cells is one, as there may be a million of them.
package struct Table: Sendable, Equatable {
    private(set) var text = StyledText()
    /// Where each cell ends in the text, row by row, the titles first, if there are any.
    private var cellEnds: [Int] = []
    /// Where each row ends among the cells; a row may be shorter than others.
    private var rowEnds: [Int] = []
    /// Whether the first row are titles.
    private(set) var hasTitles = false
    /// How many cells the longest row has.
    private(set) var columnCount = 0
    /// One for each column; columns without one are on the left.
    package var alignments: [ColumnAlignment] = []

    /// A table without rows.
    package init() {}

    mutating func reserve(cells cellCount: Int, rows: Int) {
        cellEnds.reserveCapacity(cellCount)
        rowEnds.reserveCapacity(rows)
    }

    /// Adds a cell to the row that is being added.
    package mutating func addCell(_ write: (inout StyledText) -> Void) {
        let start = text.bytes.count
        write(&text)
        text.replaceTabs(from: start)
        cellEnds.append(text.bytes.count)
    }

    /// Ends the row that is being added.
    package mutating func endRow() {
        columnCount = max(columnCount, cellEnds.count - (rowEnds.last ?? 0))
        rowEnds.append(cellEnds.count)
    }

    /// Ends the first row, which are titles.
    package mutating func endTitles() {
        text.apply(.bold)
        hasTitles = true
        endRow()
    }

    /// How many rows there are, with the titles.
    var rowCount: Int { rowEnds.count }

    /// The numbers of the cells of a row.
    func row(_ index: Int) -> Range<Int> {
        (index == 0 ? 0 : rowEnds[index - 1])..<rowEnds[index]
    }

    /// Where a cell is in the text.
    func cell(_ index: Int) -> Range<Int> {
        (index == 0 ? 0 : cellEnds[index - 1])..<cellEnds[index]
    }
}

/// Where the text of a column stands.
package enum ColumnAlignment: Sendable, Hashable {
    case left, center, right
}
