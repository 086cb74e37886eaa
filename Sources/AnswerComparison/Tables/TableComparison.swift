import Nx1Events
package import ShellText

/// The differences between two tables.
///
/// Rows are matched by a key, columns by name. The order of rows and columns doesn't matter, and neither does the
/// notation of numbers.
package struct TableComparison: Sendable, Equatable {
    package let old: ResultTable
    package let new: ResultTable
    let columns: ComparedColumns
    /// The key columns.
    let key: [ComparedColumns.Shared]
    /// The renamed columns.
    let renamed: [Renamed]
    /// The changed rows, in reading order.
    package let changes: [Change]
    /// The number of unchanged rows.
    package let sameCount: Int

    struct Renamed: Sendable, Equatable {
        let old: String
        let new: String
    }

    /// A change of a row.
    package enum Change: Sendable, Equatable {
        /// A row that is only in the new table.
        case added(row: Int)
        /// A row that is only in the old table.
        case removed(row: Int)
        /// A row of both tables with different cells.
        /// - Parameter columns: the changed columns, as indices of the shared ones.
        case changed(old: Int, new: Int, columns: [Int])
    }

    /// - Parameter names: the key columns; by default, the first column.
    /// - Throws: ``UnknownColumn`` if one of them isn't in both tables.
    package init(
        _ old: ResultTable, _ new: ResultTable, by names: [String] = []
    ) throws(UnknownColumn) {
        self.old = old
        self.new = new
        var columns = ComparedColumns(old, new)
        var key: [ComparedColumns.Shared] = []
        var renamed: [Renamed] = []
        for name in names {
            let found =
                columns.shared.first { $0.name == name }
                ?? columns.shared.first { $0.name.lowercased() == name.lowercased() }
            guard let found else { throw UnknownColumn(name: name, names: columns.shared.map(\.name)) }
            key.append(found)
        }
        if key.isEmpty { key = Self.firstColumn(of: &columns, &renamed, old, new).map { [$0] } ?? [] }
        self.key = key
        let matching = RowMatching(old, new, by: key, comparing: columns.shared)
        Self.findRenamed(of: &columns, &renamed, old, new, matching)
        self.columns = columns
        self.renamed = renamed
        (changes, sameCount) = Self.changes(old, new, matching, columns, key)
    }

    /// Whether both tables have the same columns and rows.
    package var isSame: Bool {
        changes.isEmpty && columns.added.isEmpty && columns.removed.isEmpty && renamed.isEmpty
    }

    /// Returns the default key: the first column of the new or of the old table that is in both. If there is none,
    /// assumes that the first column was renamed.
    private static func firstColumn(
        of columns: inout ComparedColumns, _ renamed: inout [Renamed], _ old: ResultTable, _ new: ResultTable
    ) -> ComparedColumns.Shared? {
        let firsts =
            columns.shared.filter { $0.new == 0 } + columns.shared.filter { $0.old == 0 && $0.new != 0 }
        if firsts.count == 2 {
            // If the columns have moved, use the one that matches more rows.
            let found = firsts.map { meetingCells(of: $0, old, new) }
            return found[1] > found[0] ? firsts[1] : firsts[0]
        }
        if let first = firsts.first { return first }
        guard let before = columns.removed.first, before.place == 0, let now = columns.added.first,
            now.place == 0, firstCellsMeet(old, new)
        else { return columns.shared.first }
        columns.join(before, now)
        renamed.append(Renamed(old: before.name, new: now.name))
        return columns.shared.first
    }

    /// Returns the number of distinct values of a column that are in both tables.
    private static func meetingCells(
        of column: ComparedColumns.Shared, _ old: ResultTable, _ new: ResultTable
    ) -> Int {
        let texts = Set(old.rows.indices.map { Cell.key(of: cell(old, $0, column.old)) })
        return Set(new.rows.indices.map { Cell.key(of: cell(new, $0, column.new)) }).intersection(texts).count
    }

    /// Returns whether the first columns have a cell in common.
    private static func firstCellsMeet(_ old: ResultTable, _ new: ResultTable) -> Bool {
        let texts = Set(old.rows.compactMap { $0.first.map(Cell.text) })
        return new.rows.contains { row in row.first.map { texts.contains(Cell.text(of: $0)) } ?? false }
    }

    /// Returns whether two tables may be versions of one: they share a title, or a cell of the first column.
    static func areAlike(_ old: ResultTable, _ new: ResultTable) -> Bool {
        old.columns.isEmpty || new.columns.isEmpty || !Set(old.columns).isDisjoint(with: new.columns)
            || firstCellsMeet(old, new)
    }

    /// The maximum number of cells to compare in a search for renamed columns.
    private static let fewCells = 4_000_000

    /// Finds renamed columns: those with equal cells in all matched rows, not all of them empty.
    private static func findRenamed(
        of columns: inout ComparedColumns, _ renamed: inout [Renamed], _ old: ResultTable, _ new: ResultTable,
        _ matching: RowMatching
    ) {
        let (pairs, overflows) = columns.removed.count.multipliedReportingOverflow(by: columns.added.count)
        guard !overflows, pairs == 0 || matching.oldRows.count <= fewCells / pairs else { return }
        for before in columns.removed {
            let now = columns.added.first { now in
                var hasText = false
                for (newRow, oldRow) in matching.oldRows.enumerated() {
                    guard let oldRow else { continue }
                    let (was, now) = (cell(old, oldRow, before.place), cell(new, newRow, now.place))
                    guard Cell.isSame(was, now) else { return false }
                    hasText = hasText || !Cell.text(of: now).isEmpty
                }
                return hasText
            }
            guard let now else { continue }
            columns.join(before, now)
            renamed.append(Renamed(old: before.name, new: now.name))
        }
    }

    private static func changes(
        _ old: ResultTable, _ new: ResultTable, _ matching: RowMatching, _ columns: ComparedColumns,
        _ key: [ComparedColumns.Shared]
    ) -> ([Change], sameCount: Int) {
        let compared = columns.shared.indices.filter { !key.contains(columns.shared[$0]) }
        var places = [Int?](repeating: nil, count: old.rows.count)
        var found: [(place: Int, change: Change)] = []
        var sameCount = 0
        for (row, oldRow) in matching.oldRows.enumerated() {
            guard let oldRow else {
                found.append((2 * row, .added(row: row)))
                continue
            }
            places[oldRow] = row
            let changed = compared.filter { index in
                let column = columns.shared[index]
                return !Cell.isSame(cell(old, oldRow, column.old), cell(new, row, column.new))
            }
            if changed.isEmpty {
                sameCount += 1
            } else {
                found.append((2 * row, .changed(old: oldRow, new: row, columns: changed)))
            }
        }
        // Removed rows follow the row that preceded them.
        var place = -1
        for row in places.indices {
            if let now = places[row] {
                place = 2 * now + 1
            } else {
                found.append((place, .removed(row: row)))
            }
        }
        let sorted = found.enumerated().sorted {
            ($0.element.place, $0.offset) < ($1.element.place, $1.offset)
        }
        return (sorted.map(\.element.change), sameCount)
    }

    /// Returns a cell; null if the row is too short.
    static func cell(_ table: ResultTable, _ row: Int, _ column: Int) -> JSONValue {
        let cells = table.rows[row]
        return column < cells.count ? cells[column] : .null
    }

    /// Returns the key of a changed row.
    func key(of change: Change) -> [JSONValue] {
        switch change {
        case .added(let row), .changed(_, let row, _): key.map { Self.cell(new, row, $0.new) }
        case .removed(let row): key.map { Self.cell(old, row, $0.old) }
        }
    }

    /// The numbers of rows added, removed and changed.
    package var counts: (added: Int, removed: Int, changed: Int) {
        changes.reduce(into: (0, 0, 0)) { counts, change in
            switch change {
            case .added: counts.added += 1
            case .removed: counts.removed += 1
            case .changed: counts.changed += 1
            }
        }
    }
}
