package import Nx1Events

/// A result that is a table: `{"columns": […], "data": [[…], …]}`, a list of objects, or a list of rows.
package struct ResultTable: Sendable, Equatable {
    /// The titles; empty for a list of rows, which has none.
    package let columns: [String]
    package let rows: [[JSONValue]]

    package init(columns: [String], rows: [[JSONValue]]) {
        self.columns = columns
        self.rows = rows
    }

    /// Nil for a result that is none.
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

    /// Nil where nearly all cells would be empty: no table helps to read that, and it would be far larger than what came.
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
        // Each name once, in the order of appearance.
        var names: [String] = []
        var places: [String: Int] = [:]
        for object in objects {
            for (key, _) in object where places[key] == nil {
                places[key] = names.count
                names.append(key)
            }
        }
        if names.isEmpty { return nil }
        // Objects that have hardly a name in common are no rows of one table.
        guard names.count * objects.count <= 16 * objects.reduce(0, { $0 + $1.count }) + 100_000 else {
            return nil
        }
        self.init(columns: names, rows: objects.map { Self.row($0, places) })
    }

    /// The values in their columns, as far as the last one that is there.
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

    /// How many cells the longest row has.
    package var columnCount: Int {
        rows.reduce(columns.count) { max($0, $1.count) }
    }

    /// The text of a cell, where people read it.
    package static func text(of cell: JSONValue) -> String {
        switch cell {
        case .null: "-"
        default: cell.string ?? cell.serialized()
        }
    }
}

extension Table {
    /// A result with numbers on the right.
    /// - Parameters:
    ///   - title: what a column's name is shown as.
    ///   - text: what a cell is shown as.
    package init(
        _ result: ResultTable, title: (String) -> String = { $0 },
        text: (JSONValue) -> String = ResultTable.text
    ) {
        let count = result.columnCount
        if !result.columns.isEmpty {
            for column in result.columns { addCell { $0.append(title(column)) } }
            // A row may be longer than the titles.
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
