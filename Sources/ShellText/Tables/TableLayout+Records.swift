extension TableLayout {
    /// Appends each row as running text.
    func appendFlow(to rows: inout StyledText) {
        var text = StyledText()
        var first = 0
        var isFirst = true
        for index in 0..<table.rowCount where !table.row(index).isEmpty {
            text.clear()
            for cell in table.row(index) {
                if cell > table.row(index).lowerBound { text.append(sign: " │ ") }
                text.append(table.text, table.cell(cell), spansFrom: &first)
            }
            if !isFirst { rows.appendRule(columns: columns) }
            isFirst = false
            rows.appendRows(of: text, columns: columns)
        }
    }

    /// Appends each row as a list of titles and values.
    func appendRecords(to rows: inout StyledText) {
        let first = table.hasTitles ? 1 : 0
        let cells = table.hasTitles ? table.row(0) : 0..<0
        let widest = cells.reduce(0) { max($0, table.text.longestRow(of: table.cell($1))) }
        let width = min(widest, max(4, columns / 2 - 3))
        var span = 0
        let titles = cells.map { title in
            wrapped(title, to: max(2, width), spansFrom: &span).map { self.title(of: $0, width) }
        }
        let untitled = title(of: Piece(), width)
        let room = max(2, columns - width - 3)
        for index in first..<table.rowCount {
            if index > first { rows.appendRule(columns: columns) }
            for (column, cell) in table.row(index).enumerated() {
                var title = column < titles.count ? titles[column][...] : []
                // Long titles are shown in full only once, since they can be much longer than the values.
                if index > first { title = title.prefix(2) }
                append(table.cell(cell), room, behind: title, or: untitled, spansFrom: &span, to: &rows)
            }
        }
        if first == table.rowCount {
            for part in titles.joined() {
                rows.append(part)
                rows.endRow()
            }
        }
    }

    /// Appends a value, with its title on the left.
    private func append(
        _ value: Range<Int>, _ room: Int, behind title: ArraySlice<StyledText>, or untitled: StyledText,
        spansFrom first: inout Int, to rows: inout StyledText
    ) {
        let isOneRow = table.text.isOneRow(value, of: room)
        let ranges = isOneRow ? [] : table.text.rowRanges(of: value, to: room)
        for number in 0..<max(1, ranges.count, title.count) {
            let start = rows.bytes.count
            if number < title.count { rows.append(title[number]) } else { rows.append(untitled) }
            if isOneRow, number == 0 {
                rows.append(table.text, value, spansFrom: &first)
            } else if number < ranges.count {
                rows.append(table.text, ranges[number], spansFrom: &first)
            }
            rows.endRow(trimmedTo: start)
        }
    }

    /// Returns a title's row, padded to the common width, followed by a bar if there are values.
    private func title(of part: Piece, _ width: Int) -> StyledText {
        var title = StyledText()
        title.append(part, of: table.text)
        title.pad(width - title.width)
        if width > 0, table.rowCount > 1 || !table.hasTitles { title.append(sign: " │ ", .dim) }
        return title
    }
}
