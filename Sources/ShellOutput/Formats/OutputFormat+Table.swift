import Nx1Events
import Nx1Values
import ShellText

extension OutputFormat {
    /// Columns, fitted to the window on a terminal and unlimited in a pipe. Other answers are written as in `auto`.
    public static let table = columns(
        "table", "columns, fitted to the window; full width in a pipe", .fitting)

    /// Each row as a list of titles and values. Other answers are written as in `auto`.
    public static let vertical = columns("vertical", "each row as a list of titles and values", .records)

    private static func columns(_ name: String, _ summary: String, _ form: TableLayout.Form) -> OutputFormat {
        ofTables(name) { name, choice in
            OutputFormat(
                name: name, summary: summary,
                run: { (report, page) throws(Complaint) in
                    guard let answer = report.answer, let table = try choice.table(orNoneOf: answer) else {
                        return try OutputFormat.auto.run(report, page)
                    }
                    return .rows(TableLayout(Table(table), columns: page.columns, form: form).rows)
                },
                reply: { reply, page in
                    guard let table = reply.resultTable(for: form) else { return reply.shown(on: page) }
                    return .rows(TableLayout(table, columns: page.columns, form: form).rows)
                })
        }
    }
}

extension TableChoice {
    /// The table of an answer; nil also if there are several, since the answer is then shown whole.
    fileprivate func table(orNoneOf result: CrewResult) throws(Complaint) -> ResultTable? {
        if self == .only, AnswerParts(result.answer).tables.count != 1 { return nil }
        return try table(of: result)
    }
}

extension Reply {
    /// The reply as a table: facts become one row. Returns nil for prose.
    var resultTable: ResultTable? {
        switch self {
        case .none, .page, .article: nil
        case .document(let document): document.table
        case .facts(let facts): ResultTable(columns: facts.map(\.key), rows: [facts.map(\.value)])
        case .table(let columns, let rows, _): ResultTable(columns: columns, rows: rows)
        }
    }

    /// The table to lay out in this form; nil for replies that the form doesn't affect.
    fileprivate func resultTable(for form: TableLayout.Form) -> Table? {
        switch self {
        case .document(let document): Table(document.table)
        case .table(let columns, let rows, _) where form == .records && !rows.isEmpty:
            Table(ResultTable(columns: columns, rows: rows), title: Self.title, text: Self.cell)
        default: nil
        }
    }

    /// The reply laid out for a page: lists as columns, facts with their titles.
    func shown(on page: Page) -> Shown? {
        switch self {
        case .none: nil
        case .page(let text, _): page.columns.map { .rows(Self.rows(of: text, columns: $0)) } ?? .text(text)
        case .article(let source, _): .rows(AnswerLayout(.string(source), on: page).rows)
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
