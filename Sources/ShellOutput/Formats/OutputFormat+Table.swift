import Nx1Events
import Nx1Values
import ShellText

extension OutputFormat {
    /// Columns: fitted to the window on a terminal, as wide as they are in a pipe. What is no table is as in `auto`.
    public static let table = OutputFormat(
        name: "table", summary: "columns; whole in a pipe, fitted to a window",
        run: { report, page in
            guard let answer = report.answer, let table = answer.table else {
                return OutputFormat.auto.run(report, page)
            }
            return .rows(TableLayout(Table(table), columns: page.columns).rows)
        },
        reply: { reply, page in
            guard case .document(let document) = reply else { return reply.shown(on: page) }
            return .rows(TableLayout(Table(document.table), columns: page.columns).rows)
        })

    /// Records of fields (RFC 4180). An answer that is no table is one field under the title "result".
    public static let csv = OutputFormat(
        name: "csv", summary: "comma-separated values, by RFC 4180",
        run: { report, _ in
            report.answer.map { result in
                let table = result.table ?? ResultTable(columns: ["result"], rows: [[result.answer]])
                return .text(CommaSeparatedValues(table).text, ending: "\r\n")
            }
        },
        reply: { reply, _ in
            guard let table = reply.resultTable else { return reply.text.map { .text($0) } }
            return .text(CommaSeparatedValues(table).text, ending: "\r\n")
        },
        ofManyLines: TableOfLines(head: "line,question,status,answer\r\n") { report in
            .text(CommaSeparatedValues(report.row).text, ending: "\r\n")
        })
}

extension CrewResult {
    /// The table that the answer is, or the only one in its text.
    fileprivate var table: ResultTable? {
        let answer = answer
        guard let text = answer.string else { return ResultTable(answer) }
        guard let document = MarkdownDocument(text) else { return nil }
        let tables = document.blocks(document.blocks.indices).compactMap { block in
            if case .table(let table) = block { table } else { nil as MarkdownTable? }
        }
        guard tables.count == 1 else { return nil }
        let cells = document.cells[tables[0].cells.range].map { document.text($0.bytes) }
        let count = tables[0].columnCount
        let rows = stride(from: count, to: cells.count, by: count).map { start in
            cells[start..<start + count].map { JSONValue.string($0) }
        }
        return ResultTable(columns: Array(cells[..<count]), rows: rows)
    }
}

extension Reply {
    /// The reply as titles and rows: facts are one row; prose is none.
    var resultTable: ResultTable? {
        switch self {
        case .none, .page: nil
        case .document(let document): document.table
        case .facts(let facts): ResultTable(columns: facts.map(\.key), rows: [facts.map(\.value)])
        case .table(let columns, let rows, _): ResultTable(columns: columns, rows: rows)
        }
    }

    /// The reply as columns: a list under its titles, facts beside theirs.
    func shown(on page: Page) -> Shown? {
        switch self {
        case .none: nil
        case .page(let text, _): page.columns.map { .rows(Self.rows(of: text, columns: $0)) } ?? .text(text)
        case .table(_, let rows, _) where rows.isEmpty: nil
        case .table(let columns, let rows, _):
            .rows(
                TableLayout(
                    Table(ResultTable(columns: columns, rows: rows), title: Self.title, text: Self.cell),
                    columns: page.columns
                ).rows)
        case .facts: text.map { .text($0) }
        case .document(let document): .rows(document.rows(page))
        }
    }

    private static func rows(of text: String, columns: Int) -> StyledText {
        var rows = StyledText()
        rows.appendRows(of: StyledText(text), columns: columns)
        return rows
    }
}
