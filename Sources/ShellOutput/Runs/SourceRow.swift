package import Nx1Events
import ShellText

/// The row of a file or an earlier answer that a line is for (`--each`). Where an answer becomes columns or a record, the cells of this
/// row come before it.
package struct SourceRow: Sendable, Equatable {
    /// The cells by the names of their columns, in order.
    package let cells: JSONObject
    /// The columns of the row in a table.
    package let columns: [String]
    /// The values under those columns: null where the row has none. What stands under none of them has no place in a table.
    let values: [JSONValue]

    /// - Parameter columns: those of all rows, where each may have its own; nil for the cells' own.
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

    /// The row without the cells that have one of these values.
    func hiding(_ values: [JSONValue]) -> SourceRow {
        let texts = Set(values.map(\.cellText))
        if texts.isEmpty { return self }
        let covered = cells.map { ($0.key, texts.contains($0.value.cellText) ? "***" : $0.value) }
        return SourceRow(JSONObject(covered), columns: columns)
    }
}

extension JSONValue {
    /// The value as text, by which a cell is compared with the input that was made of it.
    fileprivate var cellText: String { string ?? serialized() }
}

extension ResultTable {
    /// The table with the cells of a row in front of each of its own. A title that the row has too gets a number: `month_2`; a table
    /// without titles gets `column 1` and so on.
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
