import ShellText

/// Markdown in a manual page.
extension ManualSource {
    /// Adds a Markdown text. Its second-level headings become subsections, tables become lists.
    mutating func add(markdown source: String) {
        guard let document = MarkdownDocument(source) else {
            add(literal: source)
            return
        }
        add(document.blocks(document.blocks.indices), of: document)
    }

    private mutating func add(_ blocks: MarkdownBlocks, of document: MarkdownDocument) {
        for block in blocks { add(block, of: document) }
    }

    private mutating func add(_ block: MarkdownBlock, of document: MarkdownDocument) {
        switch block {
        case .paragraph(let text): add(paragraph: document.faces(of: text))
        case .heading(let level, let text) where level <= 2: begin(part: document.plain(text))
        case .heading(_, let text):
            add(paragraph: document.pieces(of: text).map { ($0.text, .bold) })
        case .quote(let inside):
            enclose("Bd -filled -offset indent -compact", "Ed") {
                $0.add(document.blocks(inside.range), of: document)
            }
        case .list(let list):
            let kind = list.start == nil ? "-bullet" : "-enum"
            enclose("Bl \(kind)" + (list.isTight ? " -compact" : ""), "El") { source in
                for case .item(_, let inside) in document.blocks(list.inside.range) {
                    source.add("It")
                    source.add(document.blocks(inside.range), of: document)
                }
            }
        case .item(_, let inside): add(document.blocks(inside.range), of: document)
        case .code(let code):
            var text = document.text(code.text)
            if text.hasSuffix("\n") { text.removeLast() }
            add(literal: text)
        case .table(let table): add(table, of: document)
        case .rule: break
        }
    }

    /// Adds each row as an item: its first cell is the tag. Of more than two columns, each further cell is named.
    private mutating func add(_ table: MarkdownTable, of document: MarkdownDocument) {
        let cells = Array(document.cells[table.cells.range])
        let count = table.columnCount
        guard count > 0 else { return }
        let titles = cells.prefix(count).map(document.plain)
        enclose("Bl -tag -width Ds", "El") { source in
            for start in stride(from: count, to: cells.count, by: count) {
                source.add("It " + ManualText.argument(document.faces(of: cells[start])))
                for column in 1..<max(1, count) where start + column < cells.count {
                    var faces = document.faces(of: cells[start + column])
                    if faces.allSatisfy({ $0.text.isEmpty }) { continue }
                    if count > 2, !titles[column].isEmpty {
                        faces.insert((titles[column] + ": ", .italic), at: 0)
                    }
                    source.add(row: faces)
                }
            }
        }
    }
}

extension MarkdownDocument {
    /// A text's pieces in the faces of a manual page. An address that the text doesn't name follows it.
    fileprivate func faces(of text: MarkdownText) -> [(text: String, face: ManualText.Face)] {
        pieces(of: text).flatMap { piece -> [(text: String, face: ManualText.Face)] in
            let isBold = !piece.marks.isDisjoint(with: [.code, .strong])
            let face: ManualText.Face =
                isBold ? .bold : piece.marks.contains(.emphasis) ? .italic : .roman
            guard let address = piece.address, !address.hasSuffix(piece.text) else {
                return [(piece.text, face)]
            }
            return [(piece.text, face), (" (\(address))", .roman)]
        }
    }

    fileprivate func plain(_ text: MarkdownText) -> String {
        pieces(of: text).map(\.text).joined()
    }
}
