/// A table as rows that fit a number of columns: cells are broken between words where they have to be; where even that
/// leaves too little for each column, every row becomes a list of titles and values.
struct TableLayout {
    /// The rows of the window, each ended with a newline.
    private(set) var rows = StyledText()
    private let table: Table
    private var widths: [Int] = []
    /// Whether cells are cut where their column ends, and not only where they have a newline.
    private var isCut = true

    /// - Parameter columns: the columns that there are; nil if nothing is to be cut.
    init(_ table: Table, columns: Int?) {
        self.table = table
        let count = table.columnCount
        if count == 0 { return }
        if let columns, count * (Self.narrowest + 3) - 3 > columns, count > 1 {
            // Far too many to look at how wide they are.
            if count > columns {
                count > Self.mostTitles ? appendFlow(columns: columns) : appendRecords(columns: columns)
                return
            }
            widths = naturalWidths(count)
            if widths.reduce(0, +) + 3 * (count - 1) > columns {
                appendRecords(columns: columns)
                return
            }
        } else {
            widths = naturalWidths(count)
            if let columns {
                shrink(to: columns)
            } else {
                // Where nothing is cut, a cell may run over its column; all rows as wide as one huge cell help nobody.
                widths = widths.map { min($0, Self.widest) }
                isCut = false
            }
        }
        appendGrid()
    }

    /// The least that a column that is cut keeps.
    private static let narrowest = 6

    /// The most that a column gets where there is no window.
    private static let widest = 1000

    /// With more columns than this nobody reads a row as a list of titles and values.
    static let mostTitles = 500

    private func naturalWidths(_ count: Int) -> [Int] {
        var widths = [Int](repeating: 1, count: count)
        for row in [table.header] + table.rows {
            for (column, cell) in row.enumerated() { widths[column] = max(widths[column], cell.longestRow) }
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

    // MARK: Grid

    private mutating func appendGrid() {
        if !table.header.isEmpty {
            append(table.header.map { $0.styled(.bold) })
            let rule = widths.map { String(repeating: "─", count: $0) }.joined(separator: "─┼─")
            rows.append(rule, .dim)
            rows.endRow()
        }
        for row in table.rows { append(row) }
    }

    private mutating func append(_ row: [StyledText]) {
        // Of a great many columns a short row has only those that it has.
        let count = widths.count <= 1000 ? widths.count : row.count
        if row.indices.allSatisfy({ row[$0].isOneRow(of: widths[$0]) }) {
            append(line: row, count: count)
            return
        }
        let cells = row.indices.map { row[$0].wrapped(to: isCut ? widths[$0] : .max) }
        for index in 0..<cells.reduce(1, { max($0, $1.count) }) {
            append(line: cells.map { index < $0.count ? $0[index] : StyledText() }, count: count)
        }
    }

    /// Adds one row of the window: a piece of each cell in its column.
    private mutating func append(line cells: [StyledText], count: Int) {
        let start = rows.bytes.count
        for column in 0..<count {
            if column > 0 { rows.append(Self.bar) }
            let isLast = column == count - 1
            guard column < cells.count else {
                if !isLast { rows.pad(widths[column]) }
                continue
            }
            let alignment = column < table.alignments.count ? table.alignments[column] : .left
            if isLast, alignment == .left {
                rows.append(cells[column])
                continue
            }
            let free = max(0, widths[column] - cells[column].width)
            let before =
                switch alignment {
                case .left: 0
                case .center: free / 2
                case .right: free
                }
            rows.pad(before)
            rows.append(cells[column])
            if !isLast { rows.pad(free - before) }
        }
        rows.endRow(trimmedTo: start)
    }

    private static let bar = StyledText(" │ ", .dim)

    // MARK: Flow

    /// Each row as a text of its cells.
    private mutating func appendFlow(columns: Int) {
        let bar = StyledText(" │ ")
        for row in [table.header.map { $0.styled(.bold) }] + table.rows where !row.isEmpty {
            var text = StyledText()
            for (index, cell) in row.enumerated() {
                if index > 0 { text.append(bar) }
                text.append(cell)
            }
            if !rows.isEmpty { appendRule(columns: columns) }
            rows.appendRows(of: text, columns: columns)
        }
    }

    private mutating func appendRule(columns: Int) {
        rows.append(String(repeating: "─", count: min(columns, 40)), .dim)
        rows.endRow()
    }

    // MARK: Records

    private mutating func appendRecords(columns: Int) {
        let widest = table.header.reduce(0) { max($0, $1.longestRow) }
        let width = min(widest, max(4, columns / 2 - 3))
        let titles = table.header.map { title in
            title.styled(.bold).wrapped(to: max(2, width)).map { part in
                var part = part
                part.pad(width - part.width)
                return part
            }
        }
        let room = max(2, columns - width - 3)
        for (index, row) in table.rows.enumerated() {
            if index > 0 { appendRule(columns: columns) }
            for (column, cell) in row.enumerated() {
                let title = column < titles.count ? titles[column][...] : []
                // A long title is there once; a title can be much longer than a value.
                append(record: cell, room: room, title: index == 0 ? title : title.prefix(2), width)
            }
        }
        if table.rows.isEmpty {
            for part in titles.joined() {
                rows.append(part)
                rows.endRow()
            }
        }
    }

    private mutating func append(
        record cell: StyledText, room: Int, title: ArraySlice<StyledText>, _ width: Int
    ) {
        let ranges = cell.isOneRow(of: room) ? [] : cell.rowRanges(to: room)
        var first = 0
        for number in 0..<max(ranges.count, title.count, 1) {
            let start = rows.bytes.count
            if number < title.count { rows.append(title[number]) } else { rows.pad(width) }
            if width > 0 { rows.append(Self.bar) }
            if number < ranges.count {
                rows.append(cell, ranges[number], spansFrom: &first)
            } else if number == 0 {
                rows.append(cell)
            }
            rows.endRow(trimmedTo: start)
        }
    }
}

extension StyledText {
    /// The columns of its widest row, if it is broken only at newlines.
    var longestRow: Int {
        guard bytes.contains(UInt8(ascii: "\n")) else { return width }
        return wrapped(to: .max).reduce(0) { max($0, $1.width) }
    }
}
