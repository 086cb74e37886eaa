import Nx1Events
import Nx1Values
import ShellText

extension OutputFormat {
    /// One JSON object per row, on one line. An answer without a table becomes one object with the member "result".
    public static let jsonl = ofTables("jsonl") { name, choice in
        OutputFormat(
            name: name, summary: "one JSON object per row, on one line",
            run: { (report, _) throws(Complaint) in
                guard let answer = report.answer else { return nil }
                let table =
                    try choice.table(of: answer) ?? ResultTable(columns: ["result"], rows: [[answer.answer]])
                return lines(of: table.preceded(by: report.sourceRow))
            },
            reply: { reply, _ in
                if case .array(let elements)? = reply.json { return text(elements.map { $0.serialized() }) }
                return (reply.json?.serialized()).map { .text($0) }
            })
    }

    private static func lines(of table: ResultTable) -> Shown? {
        let count = table.columnCount
        // Member names must be unique.
        var seen: Set<String> = []
        let names = (0..<count).map { place in
            let title = place < table.columns.count ? table.columns[place] : ""
            let name = title.isEmpty || seen.contains(title) ? "column \(place + 1)" : title
            seen.insert(name)
            return name
        }
        return text(
            table.rows.map { row in
                let members = names.enumerated().map { ($1, $0 < row.count ? row[$0] : .null) }
                return JSONValue.object(JSONObject(members)).serialized()
            })
    }

    /// Returns nil for an empty list, which has no lines.
    private static func text(_ lines: [String]) -> Shown? {
        lines.isEmpty ? nil : .text(lines.joined(separator: "\n"))
    }
}
