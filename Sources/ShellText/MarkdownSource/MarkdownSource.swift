package import Nx1Events

/// Markdown rewritten from a parsed document, safe to embed in another document: raw HTML is escaped, images become
/// links, every fence is closed, and link definitions are inlined.
package struct MarkdownSource {
    /// The lines, without newlines.
    package private(set) var rows: [String] = []
    private let document: MarkdownDocument
    private let headingOffset: Int

    /// - Parameter headingAbove: the level of the heading above the document. Its own headings start one level below; 0
    ///   keeps their levels.
    package init(_ document: MarkdownDocument, headingAbove: Int = 0) {
        self.document = document
        headingOffset = document.headingOffset(below: headingAbove)
        rows = rows(of: document.blocks.indices, isTight: false)
    }

    private func rows(of blocks: Range<Int>, isTight: Bool) -> [String] {
        var rows: [String] = []
        var listBefore: (isNumbered: Bool, isAlternate: Bool)?
        for block in document.blocks(blocks) {
            if !rows.isEmpty, !(isTight && block.interruptsParagraph) { rows.append("") }
            if case .list(let list) = block {
                // Adjacent lists with the same marker would merge.
                let isNumbered = list.start != nil
                let isAlternate = listBefore.map { $0.isNumbered == isNumbered && !$0.isAlternate } ?? false
                rows += self.rows(of: list, isAlternate: isAlternate)
                listBefore = (isNumbered, isAlternate)
            } else {
                rows += self.rows(of: block)
                listBefore = nil
            }
        }
        return rows
    }

    private func rows(of block: MarkdownBlock) -> [String] {
        switch block {
        case .paragraph(let text): return InlineMarkdownSource(text, of: document).paragraph
        case .heading(let level, let text):
            let signs = String(repeating: "#", count: min(6, max(1, Int(level) + headingOffset)))
            var title = InlineMarkdownSource(text, of: document).rows.joined(separator: " ")
            // A trailing # would be taken for a closing sequence.
            if title.hasSuffix("#") { title = title.dropLast() + "\\#" }
            return [signs + " " + title]
        case .quote(let inside):
            return rows(of: inside.range, isTight: false).map { $0.isEmpty ? ">" : "> " + $0 }
        case .list(let list): return rows(of: list, isAlternate: false)
        case .item(_, let inside): return rows(of: inside.range, isTight: false)
        case .code(let code):
            return MarkdownEscaping.codeBlock(
                document.text(code.text), language: document.text(code.language))
        case .table(let table): return rows(of: table)
        case .rule: return ["---"]
        }
    }

    private func rows(of list: MarkdownList, isAlternate: Bool) -> [String] {
        var rows: [String] = []
        var number = list.start
        for case .item(let isDone, let inside) in document.blocks(list.inside.range) {
            if !rows.isEmpty, !list.isTight { rows.append("") }
            let sign = number.map { "\($0)\(isAlternate ? ")" : ".")" } ?? (isAlternate ? "*" : "-")
            // CommonMark allows nine digits.
            number = number.map { $0 < 999_999_999 ? $0 + 1 : $0 }
            var item = self.rows(of: inside.range, isTight: list.isTight)
            if let isDone { item = [(isDone ? "[x] " : "[ ] ") + (item.first ?? "")] + item.dropFirst() }
            rows += Self.item(item, sign: sign)
        }
        return rows
    }

    private func rows(of table: MarkdownTable) -> [String] {
        let cells = document.cells[table.cells.range].map {
            InlineMarkdownSource($0, of: document, isInCell: true).rows.joined()
        }
        return Self.table(cells, document.alignments(of: table))
    }

    /// The lines of a list item.
    package static func item(_ rows: [String], sign: String = "-") -> [String] {
        let indent = String(repeating: " ", count: sign.count + 1)
        return [(sign + " " + (rows.first ?? "")).trimmed]
            + rows.dropFirst().map { $0.isEmpty ? "" : indent + $0 }
    }

    fileprivate static func table(_ cells: [String], _ alignments: [ColumnAlignment]) -> [String] {
        let count = alignments.count
        guard count > 0 else { return [] }
        var rows = stride(from: 0, to: cells.count, by: count).map { start in
            "| " + cells[start..<min(start + count, cells.count)].joined(separator: " | ") + " |"
        }
        let rule = alignments.map { alignment in
            switch alignment {
            case .left: "---"
            case .center: ":-:"
            case .right: "---:"
            }
        }
        rows.insert("| " + rule.joined(separator: " | ") + " |", at: min(1, rows.count))
        return rows
    }
}

extension MarkdownSource {
    /// The lines of an answer: Markdown rewritten, a result as a table, other JSON as a code block.
    package static func rows(of answer: JSONValue, headingAbove: Int) -> [String] {
        if let text = answer.string {
            guard let document = MarkdownDocument(text) else {
                return MarkdownEscaping.codeBlock(text, language: "")
            }
            return MarkdownSource(document, headingAbove: headingAbove).rows
        }
        if let table = ResultTable(answer) { return rows(of: table) }
        return MarkdownEscaping.codeBlock(answer.serialized(.indented), language: "json")
    }

    /// The lines of a table. Numeric columns are right-aligned.
    package static func rows(of result: ResultTable) -> [String] {
        let count = result.columnCount
        let texts = ([result.columns] + result.rows.map { $0.map(ResultTable.text) })
            .map { $0 + Array(repeating: "", count: max(0, count - $0.count)) }
        let alignments = (0..<count).map { column in
            ColumnAlignment(suiting: texts.dropFirst().lazy.map { $0[column] })
        }
        let cells = texts.joined().map { text in
            text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
                .map { MarkdownEscaping.row(String($0), isAtStart: false, isInCell: true) }
                .joined(separator: "<br>")
        }
        return table(cells, alignments)
    }
}

extension MarkdownBlock {
    /// Whether it can follow a paragraph without a blank line.
    fileprivate var interruptsParagraph: Bool {
        switch self {
        // An ordered list does only if it starts with 1.
        case .list(let list): list.start ?? 1 == 1 && !list.inside.range.isEmpty
        case .code, .quote, .heading: true
        case .paragraph, .item, .table, .rule: false
        }
    }
}
