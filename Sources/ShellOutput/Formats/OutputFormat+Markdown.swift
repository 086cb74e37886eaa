import Nx1Events
import Nx1Values
import ShellText

extension OutputFormat {
    /// The Markdown source of an answer. Tables become Markdown tables, other JSON becomes a code block.
    public static let markdown = OutputFormat(
        name: "markdown", summary: "the Markdown source; JSON as Markdown",
        run: { report, _ in report.answer.map { .text(source(of: $0.answer)) } },
        reply: { reply, _ in
            if case .article(let source, _) = reply { return .text(source) }
            if let table = reply.resultTable { return .text(source(of: table)) }
            return reply.text.map { .text($0) }
        })

    private static func source(of value: JSONValue) -> String {
        if let text = value.string { return text }
        if let table = ResultTable(value) { return source(of: table) }
        let code = value.serialized(.indented)
        // The fence must be longer than any fence in the text.
        var fence = "```"
        while code.contains(fence) { fence += "`" }
        return "\(fence)json\n\(code)\n\(fence)"
    }

    private static func source(of table: ResultTable) -> String {
        let count = table.columnCount
        let titles = table.columns + Array(repeating: "", count: count - table.columns.count)
        let isNumber = Table(table).alignments.map { $0 == .right }
        let rows = table.rows.map { row in row.map { cell(ResultTable.text(of: $0)) } }
        return ([titles.map(cell), isNumber.map { $0 ? "---:" : "---" }] + rows)
            .map { "| " + $0.joined(separator: " | ") + " |" }.joined(separator: "\n")
    }

    private static func cell(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("|", with: "\\|")
            .replacing("\r\n", with: "<br>").replacing("\n", with: "<br>")
    }
}
