/// A Markdown document as rows for a page.
///
/// Where there are no styles, the marks of Markdown stand in for them, so that nothing is lost.
struct MarkdownLayout {
    let page: Page
    /// The rows, each ended with a newline.
    private(set) var rows = StyledText()
    private var margins: [Margin] = []
    /// The columns that are left beside the margins.
    private var columns: Int?

    /// What stands in front of the rows of a quote or an item: of the first one, if it is another, and of the rest.
    private struct Margin {
        var first: StyledText?
        let rest: StyledText
        /// Whether it is left out, because it leaves too few columns.
        let isLeftOut: Bool
        var isBlank: Bool { rest.bytes.first == UInt8(ascii: " ") }
        /// The columns that were left before it.
        let columnsBefore: Int?
    }

    init(_ document: MarkdownDocument, on page: Page) {
        self.page = page
        columns = page.columns
        append(document.blocks, spaced: true)
    }

    private static let narrowest = 16

    private mutating func append(_ blocks: [MarkdownBlock], spaced: Bool) {
        var isFirst = true
        for block in blocks {
            if spaced, !isFirst { emitBlankRow() }
            isFirst = false
            append(block)
        }
    }

    private mutating func append(_ block: MarkdownBlock) {
        switch block {
        case .paragraph(let text): append(paragraph: text, .plain)
        case .heading(let level, let text): append(heading: text, level: level)
        case .quote(let blocks):
            within(rest: page.isStyled ? Self.bar : Self.sign) { $0.append(blocks, spaced: true) }
        case .list(let list): append(list)
        case .code(let language, let text): append(code: text, language: language)
        case .table(let table) where table.header.count > TableLayout.mostTitles && page.columns != nil:
            append(flow: table)
        case .table(let table):
            let layout = TableLayout(self.table(table), columns: columns)
            if margins.isEmpty { rows.append(layout.rows) } else { emit(rowsOf: layout.rows) }
        case .rule: appendRule()
        }
    }

    private static let bar = StyledText("│ ", .dim)
    private static let sign = StyledText("> ")
    private static let rule = StyledText(String(repeating: "─", count: 40), .dim)

    private mutating func appendRule() {
        let columns = min(columns ?? 40, 40)
        beginRow()
        rows.append(columns == 40 ? Self.rule : StyledText(String(repeating: "─", count: columns), .dim))
        rows.endRow()
    }

    private mutating func append(paragraph text: MarkdownText, _ look: Look) {
        if text.bytes.count <= columns ?? .max, text.isPrintable {
            beginRow()
            rows.append(printable: text.bytes, look)
            rows.endRow()
            return
        }
        let styled = inline(text)
        emit(paragraph: look == .plain ? styled : styled.styled(look))
    }

    /// A table of far too many columns for any window, each row as a text of its cells.
    private mutating func append(flow table: MarkdownTable) {
        let bar = StyledText(" │ ")
        for (number, row) in ([table.header] + table.rows).enumerated() {
            var text = StyledText()
            for (index, cell) in row.enumerated() {
                if index > 0 { text.append(bar) }
                if cell.runs.isEmpty {
                    cell.bytes.withUnsafeBufferPointer { text.append(utf8: $0) }
                } else {
                    text.append(inline(cell))
                }
            }
            if number > 0 { appendRule() }
            emit(paragraph: text.withoutTabs)
        }
    }

    private mutating func append(heading text: MarkdownText, level: Int) {
        guard page.isStyled else {
            emit(paragraph: inline(text, after: String(repeating: "#", count: level) + " "))
            return
        }
        append(paragraph: text, Look(style: level == 1 ? [.bold, .underlined] : .bold))
    }

    private mutating func append(code text: String, language: String) {
        var code = CodeColoring.colored(text, language: language)
        code.endRow()
        within(rest: Self.blanks[2]) { $0.emit(rowsOf: code) }
    }

    // MARK: Rows

    /// Emits text broken to what fits.
    private mutating func emit(paragraph text: StyledText) {
        if text.isOneRow(of: columns ?? .max) {
            beginRow()
            rows.append(text)
            rows.endRow()
            return
        }
        var first = 0
        for range in text.rowRanges(to: columns ?? .max) { emit(text, range, spansFrom: &first) }
    }

    /// Emits rows that end with newlines.
    private mutating func emit(rowsOf text: StyledText) {
        var start = 0
        var first = 0
        while start < text.bytes.count {
            let end = text.bytes.withUnsafeBufferPointer { $0.end(ofRowFrom: start) }
            var last = end
            while last > start, text.bytes[last - 1] == UInt8(ascii: " ") { last -= 1 }
            emit(text, start..<last, spansFrom: &first)
            start = end + 1
        }
    }

    private mutating func emit(_ text: StyledText, _ range: Range<Int>, spansFrom first: inout Int) {
        if range.isEmpty {
            emitBlankRow()
            return
        }
        beginRow()
        rows.append(text, range, spansFrom: &first)
        rows.endRow()
    }

    private mutating func emitBlankRow() {
        let start = rows.bytes.count
        beginRow()
        rows.endRow(trimmedTo: start)
    }

    private mutating func beginRow() {
        for index in margins.indices where !margins[index].isLeftOut {
            if let first = margins[index].first {
                rows.append(first)
                margins[index].first = nil
            } else {
                rows.append(margins[index].rest)
            }
        }
    }

    private mutating func within(
        first: StyledText? = nil, rest: StyledText, _ body: (inout MarkdownLayout) -> Void
    ) {
        // A margin is blanks, or a bar and a blank.
        let width = rest.bytes.first == UInt8(ascii: " ") ? rest.bytes.count : 2
        let isLeftOut = columns.map { width + Self.narrowest > $0 } ?? false
        margins.append(Margin(first: first, rest: rest, isLeftOut: isLeftOut, columnsBefore: columns))
        if !isLeftOut, let before = columns { columns = before - width }
        body(&self)
        columns = margins.removeLast().columnsBefore
    }

    private static let blanks = (0...16).map { StyledText(String(repeating: " ", count: $0)) }
}

// MARK: - Lists
extension MarkdownLayout {
    private mutating func append(_ list: MarkdownList) {
        let digits = String((list.start ?? 0) + list.items.count - 1).count
        let bullet = margins.contains { $0.isBlank } ? Self.innerBullet : Self.bullet
        for (index, item) in list.items.enumerated() {
            if index > 0, !list.isTight { emitBlankRow() }
            var marker = bullet
            if let start = list.start {
                let number = String(start + index)
                marker = StyledText(
                    String(repeating: " ", count: max(0, digits - number.count)) + number + ". ")
            }
            var width = list.start == nil ? 2 : marker.bytes.count
            if let isDone = item.isDone {
                let box = isDone ? Self.ticked : Self.unticked
                if list.start == nil { marker = box } else { marker.append(box) }
                width = marker.bytes.count
            }
            let rest =
                width < Self.blanks.count
                ? Self.blanks[width] : StyledText(String(repeating: " ", count: width))
            within(first: marker, rest: rest) { layout in
                if item.blocks.isEmpty { layout.emitBlankRow() }
                layout.append(item.blocks, spaced: !list.isTight)
            }
        }
    }

    private static let bullet = StyledText("• ")
    private static let innerBullet = StyledText("◦ ")
    private static let ticked = StyledText("[x] ")
    private static let unticked = StyledText("[ ] ")
}
