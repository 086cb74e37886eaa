import LineEditor

extension TableLayout {
    /// A cell, or a row of one.
    struct Piece {
        var range = 0..<0
        /// A span of the text that doesn't end before it.
        var firstSpan = 0
    }

    /// The rows of a cell.
    func wrapped(_ index: Int, to width: Int, spansFrom first: inout Int) -> [Piece] {
        let cell = table.cell(index)
        // What is one row keeps the blanks that it ends with.
        if table.text.isOneRow(cell, of: width) { return [piece(cell, spansFrom: &first)] }
        return table.text.rowRanges(of: cell, to: width).map { piece($0, spansFrom: &first) }
    }

    /// - Parameter first: a span that doesn't end before it; afterwards the first such one.
    func piece(_ range: Range<Int>, spansFrom first: inout Int) -> Piece {
        first = table.text.span(endingBehind: range.lowerBound, from: first)
        return Piece(range: range, firstSpan: first)
    }
}

extension StyledText {
    mutating func append(_ piece: TableLayout.Piece, of text: StyledText) {
        var first = piece.firstSpan
        append(text, piece.range, spansFrom: &first)
    }

    /// The columns that a part of it takes on one row.
    func width(of part: Range<Int>) -> Int {
        bytes.withUnsafeBufferPointer { DisplayWidth.of(row: UnsafeBufferPointer(rebasing: $0[part])) }
    }

    /// The columns of the widest row of a part of it, if it is broken only at newlines.
    func longestRow(of part: Range<Int>) -> Int {
        if isOneRow(part, of: .max) { return width(of: part) }
        return rowRanges(of: part, to: .max).reduce(0) { max($0, width(of: $1)) }
    }
}
