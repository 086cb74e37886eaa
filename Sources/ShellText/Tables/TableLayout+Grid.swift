import LineEditor

extension TableLayout {
    /// Appends the table as a grid.
    func appendGrid(to rows: inout StyledText) {
        var first = 0
        for index in 0..<table.rowCount {
            append(table.row(index), spansFrom: &first, to: &rows)
            if index == 0, table.hasTitles {
                let rule = widths.map { String(repeating: "─", count: $0) }.joined(separator: "─┼─")
                rows.append(rule, .dim)
                rows.endRow()
            }
        }
    }

    private func append(_ row: Range<Int>, spansFrom first: inout Int, to rows: inout StyledText) {
        // In very wide tables, short rows aren't padded to all columns.
        let count = widths.count <= 1000 ? widths.count : row.count
        let start = row.lowerBound
        if row.allSatisfy({ table.text.isOneRow(table.cell($0), of: widths[$0 - start]) }) {
            append(columns: count, to: &rows) { column in
                column < row.count ? piece(table.cell(start + column), spansFrom: &first) : Piece()
            }
            return
        }
        let cells = row.map { wrapped($0, to: isCut ? widths[$0 - start] : .max, spansFrom: &first) }
        for index in 0..<cells.reduce(1, { max($0, $1.count) }) {
            append(columns: count, to: &rows) { column in
                column < cells.count && index < cells[column].count ? cells[column][index] : Piece()
            }
        }
    }

    /// Appends one row of the window, with a piece of each cell.
    private func append(columns count: Int, to rows: inout StyledText, _ piece: (Int) -> Piece) {
        let text = table.text
        let start = rows.bytes.count
        for column in 0..<count {
            if column > 0 { rows.append(sign: " │ ", .dim) }
            let isLast = column == count - 1
            let piece = piece(column)
            let alignment = column < table.alignments.count ? table.alignments[column] : .left
            if isLast, alignment == .left {
                rows.append(piece, of: text)
                continue
            }
            let free = max(0, widths[column] - text.width(of: piece.range))
            let before =
                switch alignment {
                case .left: 0
                case .center: free / 2
                case .right: free
                }
            rows.pad(before)
            rows.append(piece, of: text)
            if !isLast { rows.pad(free - before) }
        }
        rows.endRow(trimmedTo: start)
    }
}

extension TableLayout {
    /// A cell, or one row of a wrapped cell.
    struct Piece {
        var range = 0..<0
        /// A span of the text that doesn't end before the piece.
        var firstSpan = 0
    }

    /// Returns the rows of a wrapped cell.
    func wrapped(_ index: Int, to width: Int, spansFrom first: inout Int) -> [Piece] {
        let cell = table.cell(index)
        // A cell of a single row keeps its trailing spaces.
        if table.text.isOneRow(cell, of: width) { return [piece(cell, spansFrom: &first)] }
        return table.text.rowRanges(of: cell, to: width).map { piece($0, spansFrom: &first) }
    }

    /// - Parameter first: a span that doesn't end before the range; updated to the first such span.
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

    /// Returns the width of a part on one row.
    func width(of part: Range<Int>) -> Int {
        bytes.withUnsafeBufferPointer { DisplayWidth.of(row: UnsafeBufferPointer(rebasing: $0[part])) }
    }

    /// Returns the width of a part's widest row, if it is broken only at newlines.
    func longestRow(of part: Range<Int>) -> Int {
        if isOneRow(part, of: .max) { return width(of: part) }
        return rowRanges(of: part, to: .max).reduce(0) { max($0, width(of: $1)) }
    }
}
