import Nx1Client
import ShellText

@testable import ShellOutput

extension OutputFormat {
    /// Fields separated by bars, one row per line; an answer without a table is shown as in `text`.
    static let bars = OutputFormat(
        name: "bars", summary: "fields with bars between them",
        run: { (report, page) throws(Complaint) in
            guard let table = report.answer.flatMap({ ResultTable($0.answer) }) else {
                return try OutputFormat.text.run(report, page)
            }
            return .text(source(of: table))
        },
        reply: { reply, page in
            guard let table = reply.resultTable else { return OutputFormat.text.reply(reply, page) }
            return .text(source(of: table))
        })

    private static func source(of table: ResultTable) -> String {
        let titles = table.columns.isEmpty ? [] : [table.columns]
        return (titles + table.rows.map { row in row.map(ResultTable.text) })
            .map { $0.map(field).joined(separator: "|") }.joined(separator: "\n")
    }

    /// A bar or a line break inside a field would start another one.
    private static func field(_ text: String) -> String {
        String(text.map { $0 == "|" || $0.isNewline ? " " : $0 })
    }
}
