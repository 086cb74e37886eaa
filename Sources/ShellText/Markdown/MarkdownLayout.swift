/// A Markdown document laid out in rows for a page.
///
/// On pages without styles, Markdown's delimiters are kept, so that no information is lost.
package struct MarkdownLayout {
    let page: Page
    /// The rows, each ended with a newline.
    package private(set) var rows = StyledText()
    private let document: MarkdownDocument
    private let inline: InlineMarkdown
    private var margins: [Margin] = []
    /// The columns left beside the margins.
    private var columns: Int?
    /// The minimum width of nested content. Margins that would leave less are omitted.
    private static let narrowest = 8
    /// A buffer for a text before wrapping, reused for its memory.
    private var paragraph = StyledText()

    package init(_ document: MarkdownDocument, on page: Page) {
        self.page = page
        self.document = document
        inline = InlineMarkdown(document: document, page: page)
        columns = page.columns
        rows.reserve(
            bytes: 2 * document.bytes.count + 8 * (document.blocks.count + document.cells.count),
            spans: 2 * (document.blocks.count + document.cells.count + document.runs.count))
        append(document.blocks.indices, spaced: true)
    }

    private mutating func append(_ blocks: Range<Int>, spaced: Bool) {
        var isFirst = true
        for block in document.blocks(blocks) {
            if spaced, !isFirst { emitBlankRow() }
            isFirst = false
            append(block)
        }
    }

    private mutating func append(_ block: MarkdownBlock) {
        switch block {
        case .paragraph(let text): append(paragraph: text, .plain)
        case .heading(let level, let text): append(heading: text, level: Int(level))
        case .quote(let inside):
            within(Margin(rest: page.isStyled ? .bar : .sign)) { $0.append(inside.range, spaced: true) }
        case .list(let list): append(list)
        case .item(_, let inside): append(inside.range, spaced: true)
        case .code(let code): append(code)
        case .table(let table) where table.columnCount > TableLayout.mostTitles && page.columns != nil:
            append(flow: table)
        case .table(let table):
            let layout = TableLayout(Table(table, inline), columns: columns)
            if margins.isEmpty { layout.append(to: &rows) } else { emit(rowsOf: layout.rows) }
        case .rule:
            beginRow()
            rows.appendRule(columns: columns ?? 40)
        }
    }

    private mutating func append(paragraph text: MarkdownText, _ look: Look) {
        paragraph.clear()
        inline.append(text, to: &paragraph)
        paragraph.apply(look)
        emit(paragraph)
    }

    /// Appends a table with too many columns for any window, with each row as running text.
    private mutating func append(flow table: MarkdownTable) {
        for (index, cell) in document.cells[table.cells.range].enumerated() {
            let column = index % table.columnCount
            if column == 0 { paragraph.clear() } else { paragraph.append(sign: " │ ") }
            inline.append(cell, to: &paragraph)
            if column < table.columnCount - 1 { continue }
            if index > column {
                beginRow()
                rows.appendRule(columns: columns ?? 40)
            }
            emit(paragraph)
        }
    }

    private mutating func append(heading text: MarkdownText, level: Int) {
        if page.isStyled {
            append(paragraph: text, Look(style: level == 1 ? [.bold, .underlined] : .bold))
            return
        }
        paragraph.clear()
        paragraph.append(String(repeating: "#", count: level) + " ")
        inline.append(text, to: &paragraph)
        emit(paragraph)
    }

    private mutating func append(_ code: MarkdownCode) {
        var colored = CodeColoring.colored(
            document.text(code.text), language: document.text(code.language))
        colored.endRow()
        within(Margin(rest: .blanks(2))) { $0.emit(rowsOf: colored) }
    }

    // MARK: Rows

    /// Emits wrapped text.
    private mutating func emit(_ text: StyledText) {
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
            if let marker = margins[index].first {
                margins[index].first = nil
                marker.append(to: &rows)
            } else {
                margins[index].rest.append(to: &rows)
            }
        }
    }

    private mutating func within(_ margin: Margin, _ body: (inout MarkdownLayout) -> Void) {
        var margin = margin
        let before = columns
        margin.isLeftOut = columns.map { margin.width + Self.narrowest > $0 } ?? false
        margins.append(margin)
        if !margin.isLeftOut, let before { columns = before - margin.width }
        body(&self)
        margins.removeLast()
        columns = before
    }

    // MARK: Lists

    private mutating func append(_ list: MarkdownList) {
        let items = document.blocks(list.inside.range)
        var marker = Marker(isInner: margins.contains { $0.rest.isBlank })
        if let start = list.start {
            let last = Int(start) + items.reduce(0) { count, _ in count + 1 } - 1
            marker.number = Int(start)
            marker.digits = String(last).count
        }
        var isFirst = true
        for case .item(let isDone, let inside) in items {
            if !isFirst, !list.isTight { emitBlankRow() }
            isFirst = false
            marker.isDone = isDone
            within(Margin(first: marker, rest: .blanks(marker.width))) { layout in
                if inside.range.isEmpty { layout.emitBlankRow() }
                layout.append(inside.range, spaced: !list.isTight)
            }
            marker.number = marker.number.map { $0 + 1 }
        }
    }
}
