import Nx1Events
import Nx1Values
import ShellText

extension OutputFormat {
    /// Comma-separated values (RFC 4180). An answer without a table becomes one field under the title "result".
    public static let csv = separated("csv", "comma-separated values (RFC 4180)", .commas)

    private static func separated(
        _ name: String, _ summary: String, _ separator: SeparatedValues.Form
    ) -> OutputFormat {
        ofTables(name) { name, choice in
            OutputFormat(
                name: name, summary: summary,
                run: { (report, _) throws(Complaint) in
                    guard let answer = report.answer else { return nil }
                    let table =
                        try choice.table(of: answer)
                        ?? ResultTable(columns: ["result"], rows: [[answer.answer]])
                    let text = SeparatedValues(table.preceded(by: report.sourceRow), separator).text
                    return .text(text, ending: separator.lineEnd)
                },
                reply: { reply, _ in
                    guard let table = reply.resultTable else { return reply.text.map { .text($0) } }
                    return .text(SeparatedValues(table, separator).text, ending: separator.lineEnd)
                },
                ofManyLines: TableOfLines(head: separator.head) { report in
                    .text(SeparatedValues(report.row, separator).text, ending: separator.lineEnd)
                })
        }
    }
}

extension OutputFormat {
    /// Tab-separated values, one line per row. An answer without a table becomes one field under the title "result".
    public static let tsv = separated("tsv", "tab-separated values; tabs in fields are escaped", .tabs)
}

extension SeparatedValues.Form {
    /// The header above the rows of many lines.
    fileprivate func head(_ sourceColumns: [String]) -> String {
        let table = ResultTable(columns: ["line", "question", "status", "answer"], rows: [])
        let row = sourceColumns.isEmpty ? nil : SourceRow([:], columns: sourceColumns)
        return SeparatedValues(table.preceded(by: row), self).text + lineEnd
    }
}
