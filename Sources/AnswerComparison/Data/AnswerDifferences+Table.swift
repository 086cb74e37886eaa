import Nx1Events
package import ShellText

extension AnswerDifferences {
    /// The differences as a table with one row per cell, line or value, for `-o csv` and similar formats.
    package var table: ResultTable {
        ResultTable(
            columns: ["part", "change", "key", "column", "old", "new", "difference"],
            rows: parts.flatMap(\.cells))
    }
}

extension AnswerDifferences.Part {
    fileprivate var cells: [[JSONValue]] {
        switch self {
        case .table(let number, let comparison): comparison.cells(of: "table \(number)")
        case .onlyOld(let number, _): [[.string("table \(number)"), "removed"]]
        case .onlyNew(let number, _): [[.string("table \(number)"), "added"]]
        case .text(let comparison):
            comparison.lines.compactMap { line in
                switch line {
                case .same: nil
                case .removed(let text): ["text", "removed", .null, .null, .string(text), .null]
                case .added(let text): ["text", "added", .null, .null, .null, .string(text)]
                case .changed(let pieces):
                    ["text", "changed", .null, .null, .string(pieces.old), .string(pieces.new)]
                }
            }
        case .json(let comparison):
            comparison.changes.map { change in
                let kind = change.old == nil ? "added" : change.new == nil ? "removed" : "changed"
                return [
                    "json", .string(kind), .string(change.path.description), .null, change.old ?? .null,
                    change.new ?? .null,
                ]
            }
        }
    }
}

extension TableComparison {
    fileprivate func cells(of part: String) -> [[JSONValue]] {
        let compared = columns.shared.filter { !key.contains($0) }
        return changes.flatMap { change -> [[JSONValue]] in
            let cells = key(of: change)
            let name: JSONValue = cells.count == 1 ? cells[0] : .array(cells)
            func row(_ kind: JSONValue, _ column: String, _ old: JSONValue, _ new: JSONValue) -> [JSONValue] {
                let difference = NumberDifference(from: old, to: new).map { JSONValue.number($0.value) }
                return [.string(part), kind, name, .string(column), old, new, difference ?? .null]
            }
            switch change {
            case .added(let place):
                if compared.isEmpty { return [[.string(part), "added", name]] }
                return compared.map { row("added", $0.name, .null, Self.cell(new, place, $0.new)) }
            case .removed(let place):
                if compared.isEmpty { return [[.string(part), "removed", name]] }
                return compared.map { row("removed", $0.name, Self.cell(old, place, $0.old), .null) }
            case .changed(let was, let now, let changed):
                return changed.map { columns.shared[$0] }.map {
                    row("changed", $0.name, Self.cell(old, was, $0.old), Self.cell(new, now, $0.new))
                }
            }
        }
    }
}
