import ShellText

extension TextComparison {
    /// The number of unchanged lines shown around a change.
    private static let context = 2

    /// Appends the changed lines and their context, marked with `-`, `+` or `~`.
    func append(to rows: inout StyledText, on page: ComparisonPage) {
        var isShown = [Bool](repeating: false, count: lines.count)
        for (index, line) in lines.enumerated() {
            if case .same = line { continue }
            for near in max(0, index - Self.context)...min(lines.count - 1, index + Self.context) {
                isShown[near] = true
            }
        }
        var (left, hidden, shown) = (0, 0, 0)
        for (index, line) in lines.enumerated() {
            guard isShown[index] else {
                hidden += 1
                continue
            }
            let isChange = if case .same = line { false } else { true }
            if let limit = page.limit, shown >= limit {
                if isChange { left += 1 }
                continue
            }
            if isChange { shown += 1 }
            Self.appendHidden(&hidden, to: &rows, on: page)
            append(line, to: &rows, on: page)
        }
        rows.appendRemainder(left, of: "changed line", on: page)
        if left == 0 { Self.appendHidden(&hidden, to: &rows, on: page) }
    }

    private static func appendHidden(_ count: inout Int, to rows: inout StyledText, on page: ComparisonPage) {
        guard count > 0 else { return }
        let text = StyledText("\(page.signs.ellipsis) \(count.rows("unchanged line"))", .dim)
        rows.appendRows(of: text, columns: page.columns ?? .max)
        count = 0
    }

    private func append(_ line: Line, to rows: inout StyledText, on page: ComparisonPage) {
        switch line {
        case .same(let text): rows.appendRows(of: StyledText(text), behind: " ", on: page)
        case .removed(let text):
            rows.appendRows(of: StyledText(text, .removed), behind: "-", .removed, on: page)
        case .added(let text): rows.appendRows(of: StyledText(text, .added), behind: "+", .added, on: page)
        case .changed(let pieces):
            var text = StyledText()
            text.append(pieces, on: page)
            rows.appendRows(of: text, behind: "~", on: page)
        }
    }
}
