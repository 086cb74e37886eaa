/// A table as rows that fit a number of columns: cells are broken between words where they have to be; where even that
/// leaves too little for each column, every row becomes a list of titles and values.
struct TableLayout {
    private(set) var lines: [StyledText] = []
    private let table: Table
    private var widths: [Int] = []

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
            if let columns { shrink(to: columns) }
        }
        appendGrid()
    }

    /// The least that a column that is cut keeps.
    private static let narrowest = 6

    /// With more columns than this nobody reads a row as a list of titles and values.
    private static let mostTitles = 500

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
            lines.append(StyledText(rule, .dim))
        }
        for row in table.rows { append(row) }
    }

    private mutating func append(_ row: [StyledText]) {
        // Of a great many columns a short row has only those that it has.
        let count = widths.count <= 1000 ? widths.count : row.count
        let cells = (0..<count).map { column in
            column < row.count ? row[column].wrapped(to: widths[column]) : []
        }
        let bar = StyledText(" │ ", .dim)
        for index in 0..<max(1, cells.reduce(0) { max($0, $1.count) }) {
            var line = StyledText()
            for (column, cell) in cells.enumerated() {
                if column > 0 { line.append(bar) }
                let text = index < cell.count ? cell[index] : StyledText()
                let free = max(0, widths[column] - text.width)
                let before =
                    switch column < table.alignments.count ? table.alignments[column] : .left {
                    case .left: 0
                    case .center: free / 2
                    case .right: free
                    }
                line.pad(before)
                line.append(text)
                if column < cells.count - 1 { line.pad(free - before) }
            }
            lines.append(line.withoutBlanksAtEnd)
        }
    }

    // MARK: Flow

    /// Each row as a text of its cells.
    private mutating func appendFlow(columns: Int) {
        for row in [table.header.map { $0.styled(.bold) }] + table.rows where !row.isEmpty {
            var text = StyledText()
            for (index, cell) in row.enumerated() {
                if index > 0 { text.append(" │ ") }
                text.append(cell)
            }
            if !lines.isEmpty {
                lines.append(StyledText(String(repeating: "─", count: min(columns, 40)), .dim))
            }
            lines += text.wrapped(to: columns)
        }
    }

    // MARK: Records

    private mutating func appendRecords(columns: Int) {
        let widest = table.header.reduce(0) { max($0, $1.longestRow) }
        let width = min(widest, max(4, columns / 3))
        let titles = table.header.map { title in
            var padded = title.wrapped(to: max(2, width)).first ?? StyledText()
            padded = padded.styled(.bold)
            padded.pad(width - padded.width)
            padded.append(table.header.isEmpty ? "" : " │ ", .dim)
            return padded
        }
        var blank = StyledText()
        blank.pad(width)
        if width > 0 { blank.append(" │ ", .dim) }
        let room = max(2, columns - blank.width)
        for (index, row) in table.rows.enumerated() {
            if index > 0 {
                lines.append(StyledText(String(repeating: "─", count: min(columns, 40)), .dim))
            }
            for (column, cell) in row.enumerated() {
                for (number, part) in cell.wrapped(to: room).enumerated() {
                    var line = number == 0 && column < titles.count ? titles[column] : blank
                    line.append(part)
                    lines.append(line.withoutBlanksAtEnd)
                }
            }
        }
        if table.rows.isEmpty { lines += titles }
    }
}

extension StyledText {
    /// The columns of its widest row, if it is broken only at newlines.
    var longestRow: Int {
        guard bytes.contains(UInt8(ascii: "\n")) else { return width }
        return wrapped(to: .max).reduce(0) { max($0, $1.width) }
    }
}
