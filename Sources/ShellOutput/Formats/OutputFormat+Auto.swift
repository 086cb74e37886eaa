import Nx1Events
import Nx1Values
import ShellText

extension OutputFormat {
    /// Formatted output on a terminal, plain text in a pipe.
    public static let auto = OutputFormat(
        name: "auto", summary: "formatted on a terminal, plain text in a pipe",
        run: { (report, page) throws(Complaint) in
            guard page.isTerminal else { return try OutputFormat.text.run(report, page) }
            return report.answer.map { .rows(AnswerLayout($0.answer, on: page).rows) }
        },
        reply: { reply, page in
            guard page.isTerminal else { return OutputFormat.text.reply(reply, page) }
            return reply.shown(on: page)
        })
}

/// An answer formatted for reading: Markdown and tables laid out, other JSON indented and coloured.
struct AnswerLayout {
    /// The rows, each ended with a newline.
    private(set) var rows = StyledText()

    init(_ value: JSONValue, on page: Page) {
        if let text = value.string {
            if let document = MarkdownDocument(text) {
                rows = MarkdownLayout(document, on: page).rows
            } else {
                rows.appendRows(of: StyledText(text), columns: page.columns ?? .max)
            }
        } else if let table = ResultTable(value) {
            rows = TableLayout(Table(table), columns: page.columns).rows
        } else {
            rows = CodeColoring.colored(value.serialized(.indented), in: .json)
            rows.endRow()
        }
    }
}
