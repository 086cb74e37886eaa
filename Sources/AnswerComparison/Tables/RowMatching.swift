import Nx1Events
import ShellText

/// Matches the rows of two tables by their keys.
///
/// Among rows with the same key, equal rows are matched first, and the others in order.
struct RowMatching {
    /// For each row of the new table, the index of the matching old row; nil if there is none.
    private(set) var oldRows: [Int?]

    /// - Parameters:
    ///   - key: the key columns; without any, no rows match.
    ///   - columns: the columns by which rows are compared for equality.
    init(
        _ old: ResultTable, _ new: ResultTable, by key: [ComparedColumns.Shared],
        comparing columns: [ComparedColumns.Shared]
    ) {
        oldRows = Array(repeating: nil, count: new.rows.count)
        if key.isEmpty, old.columnCount + new.columnCount > 0 { return }
        // The first old row of each key, and for each row the next one with its key.
        var firsts: [String: Int] = [:]
        firsts.reserveCapacity(old.rows.count)
        var next = [Int](repeating: -1, count: old.rows.count)
        let keys = old.rows.map { Self.text(of: $0, key.map(\.old), Cell.key) }
        var hasDuplicates = false
        for row in keys.indices.reversed() {
            if let following = firsts.updateValue(row, forKey: keys[row]) {
                next[row] = following
                hasDuplicates = true
            }
        }
        let newKeys = new.rows.map { Self.text(of: $0, key.map(\.new), Cell.key) }
        if hasDuplicates { hasDuplicates = matchEqual(old, new, keys, newKeys, columns) }
        var isTaken = [Bool](repeating: false, count: old.rows.count)
        if hasDuplicates { for row in oldRows { if let row { isTaken[row] = true } } }
        for (row, key) in newKeys.enumerated() where oldRows[row] == nil {
            var candidate = firsts[key] ?? -1
            while candidate >= 0, isTaken[candidate] { candidate = next[candidate] }
            // The earlier candidates stay taken.
            firsts[key] = candidate
            if candidate >= 0 {
                oldRows[row] = candidate
                isTaken[candidate] = true
            }
        }
    }

    /// Matches equal rows among those with duplicate keys.
    /// - Returns: whether there were any.
    private mutating func matchEqual(
        _ old: ResultTable, _ new: ResultTable, _ keys: [String], _ newKeys: [String],
        _ columns: [ComparedColumns.Shared]
    ) -> Bool {
        var counts: [String: Int] = [:]
        for key in keys { counts[key, default: 0] += 1 }
        let (oldPlaces, newPlaces) = (columns.map(\.old), columns.map(\.new))
        var waiting: [String: [Int]] = [:]
        for row in keys.indices.reversed() where counts[keys[row], default: 0] > 1 {
            waiting[keys[row] + "\u{1E}" + Self.text(of: old.rows[row], oldPlaces), default: []].append(row)
        }
        for row in newKeys.indices where counts[newKeys[row], default: 0] > 1 {
            let text = newKeys[row] + "\u{1E}" + Self.text(of: new.rows[row], newPlaces)
            oldRows[row] = waiting[text]?.popLast()
        }
        return !counts.isEmpty
    }

    private static func text(
        of row: [JSONValue], _ places: [Int], _ text: (JSONValue) -> String = Cell.text
    ) -> String {
        let textOfCell = text
        if places.count == 1, let place = places.first {
            return place < row.count ? textOfCell(row[place]) : ""
        }
        var text = ""
        for place in places {
            if place < row.count { text += textOfCell(row[place]) }
            text.unicodeScalars.append("\u{1F}")
        }
        return text
    }
}
