package import ShellText

extension AnswerDifferences {
    /// The maximum number of changes per part on a terminal.
    package static let mostChangesOnTerminal = 1000

    /// Returns the differences as rows, each ended with a newline; empty if there are none.
    ///
    /// Without a window, all differences are included.
    package func rows(on page: Page, signs: ComparisonSigns) -> StyledText {
        let limit = page.columns == nil ? nil : Self.mostChangesOnTerminal
        let place = ComparisonPage(columns: page.columns, isStyled: page.isStyled, signs: signs, limit: limit)
        let different = parts.filter { !$0.isSame }
        var rows = StyledText()
        for (index, part) in different.enumerated() {
            if index > 0 { rows.endRow() }
            if parts.count > 1 {
                var title = StyledText()
                title.append(part.title(signs), .bold)
                rows.appendRows(of: title, columns: page.columns ?? .max)
            }
            switch part {
            case .table(_, let comparison): comparison.append(to: &rows, on: place)
            case .text(let comparison): comparison.append(to: &rows, on: place)
            case .json(let comparison): comparison.append(to: &rows, on: place)
            case .onlyOld(_, let table):
                rows.appendRows(
                    of: StyledText(table.rows.count.rows(), .removed), behind: "-", .removed, on: place)
            case .onlyNew(_, let table):
                rows.appendRows(
                    of: StyledText(table.rows.count.rows(), .added), behind: "+", .added, on: place)
            }
        }
        return rows
    }
}

extension AnswerDifferences.Part {
    /// Returns the title of the part, shown if there are several parts.
    fileprivate func title(_ signs: ComparisonSigns) -> String {
        switch self {
        case .table(let number, let comparison): "Table \(number)" + Self.columns(of: comparison.new, signs)
        case .onlyOld(let number, let table): "Table \(number)" + Self.columns(of: table, signs) + ", removed"
        case .onlyNew(let number, let table): "Table \(number)" + Self.columns(of: table, signs) + ", added"
        case .text: "Text"
        case .json: "JSON"
        }
    }

    private static func columns(of table: ResultTable, _ signs: ComparisonSigns) -> String {
        let names = table.columns.prefix(4).joined(separator: ", ")
        return names.isEmpty ? "" : " (\(names)\(table.columns.count > 4 ? ", \(signs.ellipsis)" : ""))"
    }
}
