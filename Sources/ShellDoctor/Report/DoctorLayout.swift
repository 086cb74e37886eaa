import ShellText

/// A report as rows: state, name and detail in columns, the advice below the detail. In a narrow window the detail has rows of its own.
struct DoctorLayout {
    /// The rows, each ended with a newline.
    private(set) var rows = StyledText()
    private let columns: Int
    private let nameWidth: Int

    /// The columns of a state and the blanks around it.
    private static let stateWidth = 9
    /// The fewest columns that a detail takes beside its name.
    private static let narrowest = 30

    init(_ report: DoctorReport, on page: Page) {
        columns = page.columns.map { max(2, $0) } ?? .max
        nameWidth = (report.sections.flatMap(\.checks).map(\.title.count).max() ?? 0) + 2
        for section in report.sections where !section.checks.isEmpty {
            append(StyledText(section.title, .bold), after: "", indent: 0)
            for check in section.checks { append(check) }
        }
        if report.isComplete, report.failures.isEmpty {
            append(StyledText(report.conclusion), after: "", indent: 0)
        }
    }

    private mutating func append(_ check: Check) {
        var head = StyledText("  ")
        head.append(check.state.rawValue, check.state.look)
        head.pad(2 + Self.stateWidth - head.width)
        let start = 2 + Self.stateWidth + nameWidth
        if columns - start >= Self.narrowest || columns == .max {
            head.append(check.title)
            head.pad(start - head.width)
            append(StyledText(check.detail), after: head, indent: start)
            if let advice = check.advice { append(StyledText(advice), after: "", indent: start) }
        } else {
            append(StyledText(check.title), after: head, indent: 2 + Self.stateWidth)
            append(StyledText(check.detail), after: "", indent: 4)
            if let advice = check.advice { append(StyledText(advice), after: "", indent: 4) }
        }
    }

    private mutating func append(_ text: StyledText, after head: String, indent: Int) {
        append(text, after: StyledText(head), indent: indent)
    }

    /// Adds a text whose rows begin at `indent`, the first one behind `head`.
    private mutating func append(_ text: StyledText, after head: StyledText, indent: Int) {
        var body = StyledText()
        // The last column stays free: some terminals break the row there.
        body.appendRows(of: text, columns: columns == .max ? .max : max(2, columns - indent - 1))
        for (number, row) in body.rows.enumerated() {
            if number == 0 { rows.append(head) }
            rows.pad(indent - (number == 0 ? head.width : 0))
            rows.append(row)
            rows.endRow()
        }
    }
}

extension Check.State {
    fileprivate var look: Look {
        switch self {
        case .ok: Look(color: .green)
        case .warning: Look(style: .bold, color: .magenta)
        case .failure: Look(style: .bold, color: .red)
        case .skipped: .dim
        }
    }
}
