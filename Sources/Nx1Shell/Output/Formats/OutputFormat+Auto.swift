import Nx1Client

extension OutputFormat {
    /// What suits the place: laid out for a person on a terminal, plain text in a pipe.
    public static let auto = OutputFormat(
        name: "auto", summary: "for reading on a terminal, plain text in a pipe",
        run: { report, page in
            guard page.isTerminal else { return OutputFormat.text.run(report, page) }
            return report.answer.map { .rows(AnswerLayout($0.value, on: page).rows) }
        },
        reply: { reply, page in
            guard page.isTerminal else { return OutputFormat.text.reply(reply, page) }
            return reply.shown(on: page)
        })
}

/// An answer as a person reads it: Markdown and tables laid out, other JSON indented and in colours.
struct AnswerLayout {
    let rows: [StyledText]

    init(_ value: JSONValue, on page: Page) {
        if let text = value.string {
            rows =
                MarkdownDocument(text).map { MarkdownLayout($0, on: page).lines }
                ?? StyledText(text).wrapped(to: page.columns ?? .max)
        } else if let table = ResultTable(value) {
            rows = TableLayout(Table(table), columns: page.columns).lines
        } else {
            rows = CodeColoring.lines(of: value.serialized(.indented), in: .json)
        }
    }
}
