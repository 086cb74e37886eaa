import Nx1Client
import ShellText

@testable import ShellOutput

extension OutputFormat {
    /// Fields with a tab between them, a row a line; what is no table is as in `text`.
    static let tabs = OutputFormat(
        name: "tsv", summary: "fields with tabs between them",
        run: { report, page in
            guard let table = report.answer.flatMap({ ResultTable($0.answer) }) else {
                return OutputFormat.text.run(report, page)
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
            .map { $0.map(field).joined(separator: "\t") }.joined(separator: "\n")
    }

    /// A tab or a line break inside a field would begin another one.
    private static func field(_ text: String) -> String {
        String(text.map { $0 == "\t" || $0.isNewline ? " " : $0 })
    }
}
