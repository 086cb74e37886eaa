import Nx1Events
import Nx1Values
import ShellText

extension OutputFormat {
    /// A JSON object for each row, on a line. An answer that is no table is one object with the member "result".
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
        // An object has each name once.
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

    /// Nothing at all for a list without elements, which has no line.
    private static func text(_ lines: [String]) -> Shown? {
        lines.isEmpty ? nil : .text(lines.joined(separator: "\n"))
    }
}
