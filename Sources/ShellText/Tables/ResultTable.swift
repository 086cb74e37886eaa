package import Nx1Events

/// A tabular result: `{"columns": […], "data": [[…], …]}`, a list of objects, or a list of rows.
package struct ResultTable: Sendable, Equatable {
    /// The titles; empty for a list of rows.
    package let columns: [String]
    package let rows: [[JSONValue]]

    package init(columns: [String], rows: [[JSONValue]]) {
        self.columns = columns
        self.rows = rows
    }

    /// Returns nil if the value isn't a table.
    package init?(_ value: JSONValue) {
        switch value {
        case .object(let object):
            guard let columns = object["columns"]?.array,
                let data = (object["data"] ?? object["rows"])?.array,
                !columns.isEmpty
            else { return nil }
            let names = columns.map { $0.string ?? $0["name"]?.string }
            guard !names.contains(nil) else { return nil }
            self.init(names: names.compactMap(\.self), data: data)
        case .array(let elements): self.init(elements)
        default: return nil
        }
    }

    private init?(names: [String], data: [JSONValue]) {
        var rows: [[JSONValue]] = []
        rows.reserveCapacity(data.count)
        let places = Dictionary(zip(names, names.indices)) { first, _ in first }
        for element in data {
            switch element {
            case .array(let cells): rows.append(cells)
            case .object(let object): rows.append(Self.row(object, places))
            default: return nil
            }
        }
        self.init(checked: names, rows: rows)
    }

    /// Returns nil if nearly all cells would be empty: such a table is hard to read and far larger than the value.
    private init?(checked columns: [String], rows: [[JSONValue]]) {
        let widest = rows.reduce(columns.count) { max($0, $1.count) }
        let cells = rows.reduce(columns.count) { $0 + $1.count }
        guard widest > 0, widest * rows.count <= 16 * cells + 100_000 else { return nil }
        self.init(columns: columns, rows: rows)
    }

    private init?(_ elements: [JSONValue]) {
        if elements.isEmpty { return nil }
        let lists = elements.compactMap(\.array)
        if lists.count == elements.count {
            self.init(checked: [], rows: lists)
            return
        }
        let objects = elements.compactMap(\.object)
        guard objects.count == elements.count else { return nil }
        // Collect distinct names, in order of appearance.
        var names: [String] = []
        var places: [String: Int] = [:]
        for object in objects {
            for (key, _) in object where places[key] == nil {
                places[key] = names.count
                names.append(key)
            }
        }
        if names.isEmpty { return nil }
        // Objects with hardly any common names aren't rows of one table.
        guard names.count * objects.count <= 16 * objects.reduce(0, { $0 + $1.count }) + 100_000 else {
            return nil
        }
        self.init(columns: names, rows: objects.map { Self.row($0, places) })
    }

    /// Returns the values in their columns, up to the last one present.
    private static func row(_ object: JSONObject, _ places: [String: Int]) -> [JSONValue] {
        var row: [JSONValue] = []
        for (key, value) in object {
            guard let place = places[key] else { continue }
            while row.count <= place { row.append(.null) }
            row[place] = value
        }
        return row
    }

    /// The table as `{"columns": […], "data": [[…], …]}`.
    package var json: JSONValue {
        ["columns": .array(columns.map(JSONValue.string)), "data": .array(rows.map(JSONValue.array))]
    }

    /// The number of cells in the longest row.
    package var columnCount: Int {
        rows.reduce(columns.count) { max($0, $1.count) }
    }

    /// Returns the displayed text of a cell.
    package static func text(of cell: JSONValue) -> String {
        switch cell {
        case .null: "-"
        default: cell.string ?? cell.serialized()
        }
    }
}

extension Table {
    /// Creates a table from a result. Numeric columns are right-aligned.
    /// - Parameters:
    ///   - title: returns the displayed form of a column name.
    ///   - text: returns the displayed form of a cell.
    package init(
        _ result: ResultTable, title: (String) -> String = { $0 },
        text: (JSONValue) -> String = ResultTable.text
    ) {
        let count = result.columnCount
        if !result.columns.isEmpty {
            for column in result.columns { addCell { $0.append(title(column)) } }
            // Rows may be longer than the titles.
            for _ in result.columns.count..<count { addCell { _ in } }
            endTitles()
        }
        for row in result.rows {
            for cell in row { addCell { $0.append(text(cell), cell.isNull ? .dim : .plain) } }
            endRow()
        }
        var hasNumbers = [Bool](repeating: false, count: count)
        var hasOthers = hasNumbers
        for row in result.rows {
            for (column, cell) in row.enumerated() {
                switch cell {
                case .number: hasNumbers[column] = true
                case .null: break
                default: hasOthers[column] = true
                }
            }
        }
        alignments = (0..<count).map { hasNumbers[$0] && !hasOthers[$0] ? .right : .left }
    }
}
