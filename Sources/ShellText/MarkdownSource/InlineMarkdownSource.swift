import Nx1Events

/// The inline content of a Markdown block, rewritten as Markdown.
struct InlineMarkdownSource {
    /// The lines between hard breaks; a table cell has one.
    private(set) var rows: [String] = [""]
    private let document: MarkdownDocument
    private let isInCell: Bool
    /// The open marks, innermost last.
    private var open: [Mark] = []
    /// Trailing spaces, which go before or after the next delimiter.
    private var blanks = ""

    fileprivate enum Mark: Hashable {
        case link(UInt32)
        case strong, emphasis, struckOut
    }

    init(_ text: MarkdownText, of document: MarkdownDocument, isInCell: Bool = false) {
        self.document = document
        self.isInCell = isInCell
        guard !text.runs.range.isEmpty else {
            append(document.text(text.bytes), isCode: false, wanted: [])
            endRows()
            return
        }
        var start = text.bytes.range.lowerBound
        var link: (address: UInt32, start: Int)?
        for run in document.runs[text.runs.range] {
            if let ended = link, document.address(ended.address) != document.address(run.address) {
                close(to: [])
                explain(ended.address, text: ended.start..<start)
                link = nil
            }
            if link == nil, run.address > 0 { link = (run.address, start) }
            let piece = document.text(Stretch(start..<run.end))
            if let link, start == link.start,
                let address = Self.address(document.address(link.address), saidBy: piece)
            {
                write(blanks + address)
                blanks = ""
            } else {
                append(piece, isCode: run.marks.contains(.code), wanted: marks(of: run, in: link?.address))
            }
            start = run.end
        }
        close(to: [])
        if let link { explain(link.address, text: link.start..<start) }
        endRows()
    }

    /// The lines of a paragraph: all but the last end in a hard break.
    var paragraph: [String] { rows.dropLast().map { $0 + "\\" } + rows.suffix(1) }

    private mutating func endRows() {
        if rows.count > 1, rows.last == "" { rows.removeLast() }
    }

    private func marks(of run: MarkdownText.Run, in link: UInt32?) -> [Mark] {
        var marks: [Mark] = []
        if let link, document.address(link).flatMap(SafeLink.init) != nil { marks.append(.link(link)) }
        if run.marks.contains(.strong) { marks.append(.strong) }
        if run.marks.contains(.emphasis) { marks.append(.emphasis) }
        if run.marks.contains(.struckOut) { marks.append(.struckOut) }
        return marks
    }

    /// Appends text. All marks are closed before a newline, which becomes a hard break.
    private mutating func append(_ text: String, isCode: Bool, wanted: [Mark]) {
        for (index, row) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if index > 0 {
                close(to: [])
                blanks = ""
                if isInCell {
                    rows[rows.count - 1] += "<br>"
                } else if rows.last != "" {
                    rows.append("")
                }
            }
            append(row: row, isCode: isCode, wanted: wanted)
        }
    }

    /// The address as an autolink, if the link text is the address and valid in one; else nil.
    private static func address(_ address: String?, saidBy text: String) -> String? {
        guard let address, address == text, SafeLink(address)?.address == address,
            !address.contains(where: { "<>&|".contains($0) })
        else { return nil }
        return "<\(address)>"
    }

    private mutating func append(row: Substring, isCode: Bool, wanted: [Mark]) {
        let core = isCode ? String(row) : row.trimmed
        guard !core.isEmpty else {
            blanks += row
            return
        }
        let end =
            isCode ? row.endIndex : row.lastIndex { !$0.isWhitespace }.map(row.index(after:)) ?? row.endIndex
        let leading = isCode ? "" : row.prefix(while: \.isWhitespace)
        close(to: wanted)
        write(blanks + leading)
        for mark in wanted where !open.contains(mark) {
            write(mark.beginning)
            open.append(mark)
        }
        let isAtStart = rows.last == ""
        write(
            isCode
                ? MarkdownEscaping.codeSpan(core, isInCell: isInCell)
                : MarkdownEscaping.row(core, isAtStart: isAtStart && !isInCell, isInCell: isInCell))
        blanks = isCode ? "" : String(row[end...])
    }

    private mutating func write(_ text: String) {
        // Leading spaces could make a code block.
        if rows.last == "", !isInCell, text.allSatisfy(\.isWhitespace) { return }
        rows[rows.count - 1] += text
    }

    /// Closes the marks that aren't in `wanted`.
    private mutating func close(to wanted: [Mark]) {
        while let last = open.last, !open.allSatisfy(wanted.contains) {
            write(end(of: last))
            open.removeLast()
        }
    }

    private func end(of mark: Mark) -> String {
        guard case .link(let number) = mark else { return mark.beginning }
        let address = document.address(number).flatMap(SafeLink.init)?.address ?? ""
        let destination = address.replacing("&", with: "&amp;").replacing("<", with: "%3C")
            .replacing(">", with: "%3E").replacing("|", with: "%7C")
        return destination.contains { "()".contains($0) } ? "](<\(destination)>)" : "](\(destination))"
    }

    /// Shows the address after a link that isn't live, or whose text looks like a different address.
    private mutating func explain(_ number: UInt32, text: Range<Int>) {
        guard let address = document.address(number) else { return }
        let shown = document.bytes[text]
        if address.isEmpty || InlineMarkdown.says(shown, address) { return }
        if SafeLink(address) != nil, !InlineMarkdown.looksLikeAddress(shown) { return }
        let short = address.utf8.count > 2000 ? address.prefix(2000) + "…" : address
        write(" (" + MarkdownEscaping.row(short, isAtStart: false, isInCell: isInCell) + ")")
    }
}

extension InlineMarkdownSource.Mark {
    fileprivate var beginning: String {
        switch self {
        case .link: "["
        case .strong: "**"
        case .emphasis: "*"
        case .struckOut: "~~"
        }
    }
}
