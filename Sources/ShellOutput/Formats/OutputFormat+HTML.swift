import Nx1Events
import Nx1Values
import ShellText

extension OutputFormat {
    /// An HTML fragment: Markdown and tables as elements, other JSON as a code block. `html:2` is the second table.
    public static let html: OutputFormat = {
        var format = OutputFormat(
            name: "html", summary: "an HTML fragment",
            run: { report, _ in report.answer.map { .text(HTMLText(answer: $0.answer).fragment) } },
            reply: { reply, _ in reply.html.map { .text($0.fragment) } })
        format.part = { text throws(Complaint) in
            let choice = try TableChoice(text, of: "html")
            let part = OutputFormat.html
            return OutputFormat(
                name: "html" + choice.suffix, summary: part.summary,
                run: { (report, _) throws(Complaint) in
                    guard let answer = report.answer, let table = try choice.table(of: answer) else {
                        return nil
                    }
                    return .text(TableHTML(table).html.fragment)
                },
                reply: part.reply)
        }
        return format
    }()
}

extension HTMLText {
    /// The HTML without a trailing newline.
    fileprivate var fragment: String { source.hasSuffix("\n") ? String(source.dropLast()) : source }
}

extension Reply {
    /// The reply as HTML: a table, or preformatted text.
    fileprivate var html: HTMLText? {
        switch self {
        case .none: return nil
        case .table(_, let rows, _) where rows.isEmpty: return nil
        case .facts(let facts) where facts.isEmpty: return nil
        case .page(let text, _):
            var html = HTMLText()
            html.element("pre", text: text)
            return html
        case .article(let source, _): return HTMLText(answer: .string(source))
        case .facts, .table, .document:
            return resultTable.map { TableHTML($0, title: Self.title, text: Self.cell).html }
        }
    }
}
