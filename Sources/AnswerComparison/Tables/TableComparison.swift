import Nx1Events
package import ShellText

/// Two tables row by row.
///
/// Rows belong together by a key, columns by their names. The order of rows and of columns doesn't count, and a number is the same
/// however it is written.
package struct TableComparison: Sendable, Equatable {
    package let old: ResultTable
    package let new: ResultTable
    let columns: ComparedColumns
    /// The columns that are the key, of ``columns``.
    let key: [ComparedColumns.Shared]
    /// The columns of which only the name is new: of both tables.
    let renamed: [Renamed]
    /// What became of rows, in the order in which a person reads them.
    package let changes: [Change]
    /// The number of rows that are the same.
    package let sameCount: Int

    struct Renamed: Sendable, Equatable {
        let old: String
        let new: String
    }

    /// What became of a row.
    package enum Change: Sendable, Equatable {
        /// A row of the new table.
        case added(row: Int)
        /// A row of the old table.
        case removed(row: Int)
        /// A row of both tables.
        /// - Parameter columns: those that changed, by their places among the shared ones.
        case changed(old: Int, new: Int, columns: [Int])
    }

    /// - Parameter names: the columns whose cells are a row's key; without any, the first one.
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

    /// The key if none was named: the first column of the new table, or of the old one, that is in both; else the first column of
    /// either, which has got another name then.
    private static func firstColumn(
        of columns: inout ComparedColumns, _ renamed: inout [Renamed], _ old: ResultTable, _ new: ResultTable
    ) -> ComparedColumns.Shared? {
        let firsts =
            columns.shared.filter { $0.new == 0 } + columns.shared.filter { $0.old == 0 && $0.new != 0 }
        if firsts.count == 2 {
            // Where columns have moved, the one is the key that finds more rows again.
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

    /// How many different cells of a column are in both tables.
    private static func meetingCells(
        of column: ComparedColumns.Shared, _ old: ResultTable, _ new: ResultTable
    ) -> Int {
        let texts = Set(old.rows.indices.map { Cell.key(of: cell(old, $0, column.old)) })
        return Set(new.rows.indices.map { Cell.key(of: cell(new, $0, column.new)) }).intersection(texts).count
    }

    /// Whether some cell of the one first column is in the other.
    private static func firstCellsMeet(_ old: ResultTable, _ new: ResultTable) -> Bool {
        let texts = Set(old.rows.compactMap { $0.first.map(Cell.text) })
        return new.rows.contains { row in row.first.map { texts.contains(Cell.text(of: $0)) } ?? false }
    }

    /// Whether two tables have a title or a cell of the first column in common, so that one may have become the other.
    static func areAlike(_ old: ResultTable, _ new: ResultTable) -> Bool {
        old.columns.isEmpty || new.columns.isEmpty || !Set(old.columns).isDisjoint(with: new.columns)
            || firstCellsMeet(old, new)
    }

    /// With more cells to be compared than this, no names are looked for.
    private static let fewCells = 4_000_000

    /// Finds columns that only have another name: all cells of rows that belong together are the same, and not all are empty.
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
        // What was removed stands behind the row that it stood behind.
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

    /// A cell; null where the row is shorter.
    static func cell(_ table: ResultTable, _ row: Int, _ column: Int) -> JSONValue {
        let cells = table.rows[row]
        return column < cells.count ? cells[column] : .null
    }

    /// The cells that are a row's key.
    func key(of change: Change) -> [JSONValue] {
        switch change {
        case .added(let row), .changed(_, let row, _): key.map { Self.cell(new, row, $0.new) }
        case .removed(let row): key.map { Self.cell(old, row, $0.old) }
        }
    }

    /// How many rows were added, removed and changed.
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
