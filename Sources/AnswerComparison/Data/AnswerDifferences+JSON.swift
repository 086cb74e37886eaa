package import Nx1Events
import ShellText

extension AnswerDifferences {
    /// The differences as JSON: `{"same", "parts": [{"kind", …}]}`.
    ///
    /// The `kind` of a part is `table`, `text` or `json`. A table has `number`, `by`, `columns` (`added`, `removed`,
    /// `renamed`), `rows` (the numbers of `added`, `removed`, `changed` and `same` rows) and `changes`. Each change has
    /// `change`, `key`, and either the `row` or the changed `cells` with `column`, `old`, `new` and, for numbers of the
    /// same unit, `difference`. A table in only one answer has `only` (`old` or `new`). A text has `changes` with
    /// `change`, `old` and `new`; JSON also has `path`.
    package var json: JSONValue {
        ["same": .bool(isSame), "parts": .array(parts.map(\.json))]
    }
}

extension AnswerDifferences.Part {
    fileprivate var json: JSONValue {
        switch self {
        case .table(let number, let comparison):
            var data: JSONObject = [
                "kind": "table", "number": .number(JSONNumber(number)), "same": .bool(isSame),
            ]
            data.merge(comparison.data)
            return .object(data)
        case .onlyOld(let number, let table): return Self.single(number, "old", table)
        case .onlyNew(let number, let table): return Self.single(number, "new", table)
        case .text(let comparison):
            return [
                "kind": "text", "same": .bool(isSame), "changes": .array(comparison.lines.compactMap(\.data)),
            ]
        case .json(let comparison):
            return ["kind": "json", "same": .bool(isSame), "changes": .array(comparison.changes.map(\.data))]
        }
    }

    private static func single(_ number: Int, _ side: String, _ table: ResultTable) -> JSONValue {
        [
            "kind": "table", "number": .number(JSONNumber(number)), "same": false, "only": .string(side),
            "table": table.json,
        ]
    }
}

extension TableComparison {
    fileprivate var data: JSONObject {
        let counts = counts
        func number(_ count: Int) -> JSONValue { .number(JSONNumber(count)) }
        let (oldNames, newNames) = (ComparedColumns.names(of: old), ComparedColumns.names(of: new))
        return [
            "by": .array(key.map { .string($0.name) }),
            "columns": [
                "added": .array(columns.added.map { .string($0.name) }),
                "removed": .array(columns.removed.map { .string($0.name) }),
                "renamed": .array(renamed.map { ["old": .string($0.old), "new": .string($0.new)] }),
            ],
            "rows": [
                "added": number(counts.added), "removed": number(counts.removed),
                "changed": number(counts.changed),
                "same": number(sameCount),
            ],
            "changes": .array(changes.map { data(of: $0, oldNames, newNames) }),
        ]
    }

    /// Returns a row as an object keyed by column name.
    private static func record(_ row: Int, of table: ResultTable, _ names: [String]) -> JSONValue {
        .object(JSONObject(names.indices.map { (names[$0], cell(table, row, $0)) }))
    }

    private func data(of change: Change, _ oldNames: [String], _ newNames: [String]) -> JSONValue {
        let key = JSONValue.array(key(of: change))
        switch change {
        case .added(let row):
            return ["change": "added", "key": key, "row": Self.record(row, of: new, newNames)]
        case .removed(let row):
            return ["change": "removed", "key": key, "row": Self.record(row, of: old, oldNames)]
        case .changed(let oldRow, let row, let changed):
            let cells = changed.map { index in
                let column = columns.shared[index]
                let (was, now) = (Self.cell(old, oldRow, column.old), Self.cell(new, row, column.new))
                var cell: JSONObject = ["column": .string(column.name), "old": was, "new": now]
                if let difference = NumberDifference(from: was, to: now) {
                    cell.append(.number(difference.value), forKey: "difference")
                }
                return JSONValue.object(cell)
            }
            return ["change": "changed", "key": key, "cells": .array(cells)]
        }
    }
}

extension TextComparison.Line {
    fileprivate var data: JSONValue? {
        switch self {
        case .same: nil
        case .removed(let text): ["change": "removed", "old": .string(text)]
        case .added(let text): ["change": "added", "new": .string(text)]
        case .changed(let pieces):
            ["change": "changed", "old": .string(pieces.old), "new": .string(pieces.new)]
        }
    }
}

extension JSONComparison.Change {
    fileprivate var data: JSONValue {
        let kind = old == nil ? "added" : new == nil ? "removed" : "changed"
        var data: JSONObject = ["change": .string(kind), "path": .string(path.description)]
        if let old { data.append(old, forKey: "old") }
        if let new { data.append(new, forKey: "new") }
        if let old, let new, let difference = NumberDifference(from: old, to: new), old.number != nil,
            new.number != nil
        {
            data.append(.number(difference.value), forKey: "difference")
        }
        return .object(data)
    }
}
