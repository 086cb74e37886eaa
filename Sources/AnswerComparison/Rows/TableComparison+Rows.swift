import Nx1Events
import ShellText

extension TableComparison {
    /// Appends the changed columns, the changed rows and the totals.
    func append(to rows: inout StyledText, on page: ComparisonPage) {
        if let sentence = columnSentence(page.signs) {
            rows.appendRows(of: StyledText(sentence), columns: page.columns ?? .max)
        }
        if !changes.isEmpty {
            let shown = changes.prefix(page.limit ?? .max)
            if let grid = grid(of: shown, on: page) {
                rows.append(grid)
            } else {
                for change in shown { appendRecord(of: change, to: &rows, on: page) }
            }
            rows.appendRemainder(changes.count - shown.count, of: "change", on: page)
        }
        rows.appendRows(of: StyledText(summary, .dim), columns: page.columns ?? .max)
    }

    private func columnSentence(_ signs: ComparisonSigns) -> String? {
        var parts: [String] = []
        func list(_ what: String, _ names: [String]) {
            guard !names.isEmpty else { return }
            let shown = names.prefix(20).joined(separator: ", ")
            parts.append("\(what): \(shown)\(names.count > 20 ? ", \(signs.ellipsis)" : "").")
        }
        list("Columns added", columns.added.map(\.name))
        list("Columns removed", columns.removed.map(\.name))
        list("Columns renamed", renamed.map { "\($0.old) \(signs.arrow) \($0.new)" })
        return parts.isEmpty ? nil : parts.joined(separator: " ")
    }

    /// The totals, such as `1 row added, 2 rows changed, 40 rows unchanged (by region)`.
    private var summary: String {
        let counts = counts
        let parts = [
            (counts.added, "added"), (counts.removed, "removed"), (counts.changed, "changed"),
            (sameCount, "unchanged"),
        ]
        let said = parts.filter { $0.0 > 0 }.map { "\($0.0.rows()) \($0.1)" }
        let names = key.map(\.name).joined(separator: ", ")
        return (said.isEmpty ? "no rows" : said.joined(separator: ", "))
            + (names.isEmpty ? "" : " (by \(names))")
    }

    /// Returns the non-key columns to show: all if rows were added or removed, otherwise the changed ones.
    private func shownColumns(of changes: ArraySlice<Change>) -> [ComparedColumns.Shared] {
        var isShown = Set<Int>()
        for change in changes {
            switch change {
            case .changed(_, _, let columns): isShown.formUnion(columns)
            case .added, .removed: return columns.shared.filter { !key.contains($0) }
            }
        }
        return columns.shared.indices.filter(isShown.contains).map { columns.shared[$0] }
    }
}

// MARK: - Cells side by side

extension TableComparison {
    /// The maximum width of a grid without a window.
    private static let widest = 200

    /// Returns a table of the changes; nil if it doesn't fit.
    private func grid(of changes: ArraySlice<Change>, on page: ComparisonPage) -> StyledText? {
        let room = page.columns ?? Self.widest
        let shown = shownColumns(of: changes)
        // Each column takes at least one character, and three more separate it from the next.
        guard 4 * (1 + key.count + shown.count) <= room + 3 else { return nil }
        var table = Table()
        table.addCell { _ in }
        for column in key + shown { table.addCell { $0.append(column.name) } }
        table.endTitles()
        for change in changes { addRow(of: change, shown, to: &table, on: page) }
        let layout = TableLayout(table, columns: nil)
        guard layout.isOneRowEach, layout.gridWidth <= room else { return nil }
        return layout.rows
    }

    private func addRow(
        of change: Change, _ shown: [ComparedColumns.Shared], to table: inout Table, on page: ComparisonPage
    ) {
        switch change {
        case .added(let row): addRow(row, of: new, "+", .added, (key + shown).map(\.new), to: &table)
        case .removed(let row): addRow(row, of: old, "-", .removed, (key + shown).map(\.old), to: &table)
        case .changed(let oldRow, let row, let changed):
            table.addCell { $0.append("~") }
            for column in key { table.addCell { $0.append(Cell.shown(Self.cell(new, row, column.new))) } }
            let places = changed.map { columns.shared[$0].new }
            for column in shown {
                let (was, now) = (Self.cell(old, oldRow, column.old), Self.cell(new, row, column.new))
                table.addCell { text in
                    if places.contains(column.new) {
                        text.append(was, to: now, text: Cell.shown, on: page)
                    } else {
                        text.append(Cell.text(of: now), .dim)
                    }
                }
            }
            table.endRow()
        }
    }

    private func addRow(
        _ row: Int, of source: ResultTable, _ sign: String, _ look: Look, _ places: [Int],
        to table: inout Table
    ) {
        table.addCell { $0.append(sign, look) }
        for place in places {
            table.addCell { $0.append(Cell.text(of: Self.cell(source, row, place)), look) }
        }
        table.endRow()
    }
}

// MARK: - One below the other

extension TableComparison {
    /// Appends a row with the key, followed by the changed cells, or by all cells of an added or removed row.
    private func appendRecord(of change: Change, to rows: inout StyledText, on page: ComparisonPage) {
        let title = key(of: change).map(Cell.shown).joined(separator: page.signs.between)
        switch change {
        case .added(let row):
            rows.appendRows(of: StyledText(title, .added), behind: "+", .added, on: page)
            appendCells(of: new, row, columns.shared.map { ($0, $0.new) }, .added, to: &rows, on: page)
        case .removed(let row):
            rows.appendRows(of: StyledText(title, .removed), behind: "-", .removed, on: page)
            appendCells(of: old, row, columns.shared.map { ($0, $0.old) }, .removed, to: &rows, on: page)
        case .changed(let oldRow, let row, let changed):
            rows.appendRows(of: StyledText(title, .bold), behind: "~", on: page)
            for column in changed.map({ columns.shared[$0] }) {
                var text = StyledText(column.name + ": ")
                let (was, now) = (Self.cell(old, oldRow, column.old), Self.cell(new, row, column.new))
                text.append(was, to: now, text: Cell.shown, on: page)
                rows.appendRows(of: text, behind: "   ", on: page)
            }
        }
    }

    private func appendCells(
        of table: ResultTable, _ row: Int, _ places: [(column: ComparedColumns.Shared, place: Int)],
        _ look: Look,
        to rows: inout StyledText, on page: ComparisonPage
    ) {
        var text = StyledText()
        var isFirst = true
        for (column, place) in places where !key.contains(column) {
            let cell = Cell.text(of: Self.cell(table, row, place))
            if cell.isEmpty { continue }
            if !isFirst { text.append(page.signs.between, .dim) }
            isFirst = false
            text.append(column.name + ": ")
            text.append(cell, look)
        }
        if !isFirst { rows.appendRows(of: text, behind: "   ", on: page) }
    }
}

extension Cell {
    /// The text of a cell, with a placeholder for an empty one.
    fileprivate static func shown(_ cell: JSONValue) -> String {
        let text = text(of: cell)
        return text.isEmpty ? "(empty)" : text
    }
}
