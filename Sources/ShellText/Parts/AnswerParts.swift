package import Nx1Events

/// The tables and code blocks of an answer, which users select by number.
package struct AnswerParts: Sendable, Equatable {
    /// The answer itself, if it is a table, or the tables of its Markdown, in order.
    package private(set) var tables: [ResultTable] = []
    /// The fenced code blocks of its Markdown, in order, including those in lists and quotes.
    package private(set) var code: [CodeBlock] = []

    /// A fenced block of Markdown.
    package struct CodeBlock: Sendable, Equatable {
        /// The first word after the fence, such as `sql`; empty if there is none.
        package let language: String
        /// The lines between the fences, without the last newline.
        package let text: String

        package init(language: String, text: String) {
            self.language = language
            self.text = text
        }
    }

    package init(_ answer: JSONValue) {
        guard let text = answer.string else {
            tables = ResultTable(answer).map { [$0] } ?? []
            return
        }
        guard let document = MarkdownDocument(text) else { return }
        for block in document.blocks {
            switch block {
            case .table(let table):
                if let table = ResultTable(table, of: document) { tables.append(table) }
            case .code(let block) where block.isFenced:
                let text = document.text(block.text)
                code.append(
                    CodeBlock(
                        language: document.text(block.language),
                        text: String(text.hasSuffix("\n") ? text.dropLast() : text[...])))
            default: break
            }
        }
    }

    /// Returns the code blocks in a language, ignoring case.
    package func code(in language: String) -> [CodeBlock] {
        code.filter { $0.language.lowercased() == language.lowercased() }
    }
}

extension ResultTable {
    /// A table of a Markdown document, with the texts of its cells; nil if it has no columns.
    init?(_ table: MarkdownTable, of document: MarkdownDocument) {
        let count = table.columnCount
        let cells = document.cells[table.cells.range].map { document.text($0.bytes) }
        guard count > 0, cells.count >= count else { return nil }
        let rows = stride(from: count, to: cells.count, by: count).map { start in
            cells[start..<min(start + count, cells.count)].map { JSONValue.string($0) }
        }
        self.init(columns: Array(cells[..<count]), rows: rows)
    }
}
