package import Nx1Events
import ShellText

/// The row of a file or an earlier answer that a line was made for (`--each`). Its cells precede the answer's columns.
package struct SourceRow: Sendable, Equatable {
    /// The cells keyed by column name, in order.
    package let cells: JSONObject
    /// The columns of the row in a table.
    package let columns: [String]
    /// The values of those columns; null for missing cells. Cells outside of these columns are omitted from tables.
    let values: [JSONValue]

    /// - Parameter columns: the columns of all rows, if rows differ; nil to use this row's.
    package init(_ cells: JSONObject, columns: [String]? = nil) {
        self.cells = cells
        let names = cells.keys
        if let columns, columns != names {
            let byName = Dictionary(zip(names, cells.map(\.value))) { _, last in last }
            self.columns = columns
            values = columns.map { byName[$0] ?? .null }
        } else {
            self.columns = names
            values = cells.map(\.value)
        }
    }

    /// Returns the row with cells that contain one of these values masked.
    func hiding(_ values: [JSONValue]) -> SourceRow {
        let texts = Set(values.map(\.cellText))
        if texts.isEmpty { return self }
        let covered = cells.map { ($0.key, texts.contains($0.value.cellText) ? "***" : $0.value) }
        return SourceRow(JSONObject(covered), columns: columns)
    }
}

extension JSONValue {
    /// The value as text, for comparing a cell with the input derived from it.
    fileprivate var cellText: String { string ?? serialized() }
}

extension ResultTable {
    /// Returns the table with the cells of a source row in front of each row. Duplicate titles get a number, such as
    /// `month_2`; a table without titles gets `column 1` and so on.
    func preceded(by row: SourceRow?) -> ResultTable {
        guard let row else { return self }
        let titles = columns.isEmpty ? (0..<columnCount).map { "column \($0 + 1)" } : columns
        return ResultTable(
            columns: row.columns + Self.titles(titles, besides: row.columns),
            rows: rows.map { row.values + $0 })
    }

    private static func titles(_ titles: [String], besides others: [String]) -> [String] {
        let others = Set(others)
        var taken = others.union(titles)
        return titles.map { title in
            guard others.contains(title) else { return title }
            var number = 2
            while !taken.insert("\(title)_\(number)").inserted { number += 1 }
            return "\(title)_\(number)"
        }
    }
}
