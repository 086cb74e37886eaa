/// A Markdown document as rows for a page.
///
/// Where there are no styles, the marks of Markdown stand in for them, so that nothing is lost.
struct MarkdownLayout {
    private let page: Page
    private(set) var lines: [StyledText] = []
    private var margins: [Margin] = []

    /// What stands in front of the rows of a quote or an item: of the first one, if it is another, and of the rest.
    private struct Margin {
        var first: StyledText?
        var rest: StyledText
    }

    init(_ document: MarkdownDocument, on page: Page) {
        self.page = page
        append(document.blocks, spaced: true)
    }

    /// The columns that are left beside the margins; margins that leave too few are left out.
    private var columns: Int? {
        page.columns.map { columns in
            margins.reduce(columns) { $1.rest.width + Self.narrowest <= $0 ? $0 - $1.rest.width : $0 }
        }
    }

    private static let narrowest = 16

    private mutating func append(_ blocks: [MarkdownBlock], spaced: Bool) {
        for (index, block) in blocks.enumerated() {
            if index > 0, spaced { emit(StyledText()) }
            append(block)
        }
    }

    private mutating func append(_ block: MarkdownBlock) {
        switch block {
        case .paragraph(let text): emit(paragraph: inline(text))
        case .heading(let level, let text): append(heading: text, level: level)
        case .quote(let blocks):
            let bar = page.isStyled ? StyledText("│ ", .dim) : StyledText("> ")
            within(Margin(rest: bar)) { $0.append(blocks, spaced: true) }
        case .list(let list): append(list)
        case .code(let language, let text): append(code: text, language: language)
        case .table(let table) where table.header.count > TableLayout.mostTitles && page.columns != nil:
            append(flow: table)
        case .table(let table):
            let layout = TableLayout(self.table(table), columns: columns)
            for line in layout.lines { emit(line) }
        case .rule:
            emit(StyledText(String(repeating: "─", count: min(columns ?? 40, 40)), .dim))
        }
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
            if number > 0 { append(.rule) }
            emit(paragraph: text.withoutTabs)
        }
    }

    private mutating func append(heading text: MarkdownText, level: Int) {
        guard page.isStyled else {
            emit(paragraph: inline(text, after: String(repeating: "#", count: level) + " "))
            return
        }
        let look = Look(style: level == 1 ? [.bold, .underlined] : .bold)
        emit(paragraph: inline(text).styled(look))
    }

    private mutating func append(code text: String, language: String) {
        let lines = CodeColoring.lines(of: text, language: language)
        within(Margin(rest: StyledText("  "))) { layout in
            for line in lines { layout.emit(line) }
        }
    }

    // MARK: Rows

    /// Emits text broken to what fits.
    private mutating func emit(paragraph: StyledText) {
        guard let columns else {
            for row in paragraph.wrapped(to: .max) { emit(row) }
            return
        }
        for row in paragraph.wrapped(to: columns) { emit(row) }
    }

    private mutating func emit(_ line: StyledText) {
        if margins.isEmpty {
            lines.append(line)
            return
        }
        var full = StyledText()
        var left = page.columns ?? .max
        for index in margins.indices where margins[index].rest.width + Self.narrowest <= left {
            left -= margins[index].rest.width
            full.append(margins[index].first ?? margins[index].rest)
            margins[index].first = nil
        }
        full.append(line)
        lines.append(line.isEmpty ? full.withoutBlanksAtEnd : full)
    }

    private mutating func within(_ margin: Margin, _ body: (inout MarkdownLayout) -> Void) {
        margins.append(margin)
        body(&self)
        margins.removeLast()
    }
}

// MARK: - Lists
extension MarkdownLayout {
    private mutating func append(_ list: MarkdownList) {
        let digits = String((list.start ?? 0) + list.items.count - 1).count
        let isNested = margins.contains { $0.rest.bytes.allSatisfy { $0 == UInt8(ascii: " ") } }
        let markers = list.items.indices.map { index in
            list.start.map { start in
                let number = String(start + index)
                return String(repeating: " ", count: max(0, digits - number.count)) + number
                    + ". "
            } ?? (isNested ? "◦ " : "• ")
        }
        for (index, item) in list.items.enumerated() {
            if index > 0, !list.isTight { emit(StyledText()) }
            var marker = StyledText(markers[index])
            let indent = marker.width
            if let isDone = item.isDone {
                if list.start == nil { marker = StyledText() }
                marker.append(isDone ? "[x] " : "[ ] ")
            }
            let margin = Margin(
                first: marker, rest: StyledText(String(repeating: " ", count: max(indent, marker.width))))
            within(margin) { layout in
                if item.blocks.isEmpty { layout.emit(StyledText()) }
                layout.append(item.blocks, spaced: !list.isTight)
            }
        }
    }
}

// MARK: - Text
extension MarkdownLayout {
    private func table(_ table: MarkdownTable) -> Table {
        Table(
            header: table.header.map { inline($0) }, rows: table.rows.map { $0.map { inline($0) } },
            alignments: table.alignments)
    }

    /// Text with its marks as looks or, on a plain page, as marks.
    private func inline(_ text: MarkdownText, after prefix: String = "") -> StyledText {
        var styled = StyledText(prefix)
        text.bytes.withUnsafeBufferPointer { bytes in
            guard !text.runs.isEmpty else {
                styled.append(utf8: bytes)
                return
            }
            var shown: MarkdownText.Marks = []
            var start = 0
            var open: OpenLink?
            for run in text.runs {
                if let link = open, link.address != run.link {
                    note(link, text: bytes[link.start..<start], in: &styled)
                    open = nil
                }
                if open == nil, let address = run.link {
                    open = OpenLink(address, at: start, isActive: page.hasLinks)
                }
                if !page.isStyled, shown != run.marks { styled.append(shown.change(to: run.marks)) }
                shown = run.marks
                let piece = UnsafeBufferPointer(rebasing: bytes[start..<run.end])
                styled.append(utf8: piece, look(of: run, in: open))
                start = run.end
            }
            if !page.isStyled { styled.append(shown.change(to: [])) }
            if let link = open { note(link, text: bytes[link.start...], in: &styled) }
        }
        return styled.withoutTabs
    }

    /// A link whose text is being written.
    private struct OpenLink {
        let address: String
        let start: Int
        let target: SafeLink?

        init(_ address: String, at start: Int, isActive: Bool) {
            self.address = address
            self.start = start
            target = isActive ? SafeLink(address) : nil
        }
    }

    private func look(of run: MarkdownText.Run, in link: OpenLink?) -> Look {
        var look = Look()
        if run.marks.contains(.emphasis) { look.style.insert(.italic) }
        if run.marks.contains(.strong) { look.style.insert(.bold) }
        if run.marks.contains(.struckOut) { look.style.insert(.struckOut) }
        if run.marks.contains(.code) { look.color = .magenta }
        if let link {
            look.style.insert(.underlined)
            look.link = link.target
        }
        return look
    }

    /// Says where a link leads, unless its text says it, or the terminal shows it.
    private func note(_ link: OpenLink, text: Slice<UnsafeBufferPointer<UInt8>>, in styled: inout StyledText)
    {
        let (address, text) = (link.address, String(decoding: text, as: UTF8.self))
        if address.isEmpty || [text, "mailto:" + text, "http://" + text].contains(address) { return }
        // A text that looks like an address, and leads to another, has to say so.
        let pretends = text.contains("://") || text.hasPrefix("www.")
        if link.target != nil, !pretends { return }
        let shown = address.utf8.count > 2000 ? address.prefix(2000) + "…" : address
        styled.append(" (\(shown))", .dim)
    }
}

extension MarkdownText.Marks {
    /// The marks to write between two pieces of text.
    fileprivate func change(to next: MarkdownText.Marks) -> String {
        if self == next { return "" }
        let signs: [(MarkdownText.Marks, String)] = [
            (.struckOut, "~~"), (.strong, "**"), (.emphasis, "*"), (.code, "`"),
        ]
        let ending = signs.reversed().filter { contains($0.0) && !next.contains($0.0) }.map(\.1)
        let beginning = signs.filter { !contains($0.0) && next.contains($0.0) }.map(\.1)
        return ending.joined() + beginning.joined()
    }
}
