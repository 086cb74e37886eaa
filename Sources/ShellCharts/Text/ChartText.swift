package import ShellText

/// A chart as rows of text.
package struct ChartText {
    let chart: Chart
    /// The available columns.
    let width: Int
    /// The rows of the window; nil if there is none.
    let height: Int?
    let signs: ChartSigns

    /// The number of columns without a window.
    package static let usualWidth = 80

    /// - Parameters:
    ///   - page: the width and the maximum height.
    ///   - signs: the character set to draw with.
    package init(_ chart: Chart, on page: Page, _ signs: ChartSigns = .unicode) {
        self.chart = chart
        width = max(20, min(page.columns ?? Self.usualWidth, 1000))
        height = page.isTerminal ? page.rows : nil
        self.signs = signs
    }

    /// The rows, each ended with a newline. Rows that are too wide are wrapped.
    package var rows: StyledText {
        var rows = StyledText()
        rows.appendRows(
            of: StyledText(signs == .ascii ? chart.title.inASCII : chart.title, .bold), columns: width)
        if chart.series.count > 1 { appendLegend(to: &rows) }
        var remarks = chart.remarks
        switch chart.kind {
        case .bar, .histogram: BarRows(self).append(to: &rows)
        case .line, .scatter: remarks = PlotRows(self).append(to: &rows)
        }
        for remark in remarks {
            rows.appendRows(of: StyledText(signs == .ascii ? remark.inASCII : remark, .dim), columns: width)
        }
        return rows
    }

    /// Appends the legend.
    private func appendLegend(to rows: inout StyledText) {
        var row = StyledText()
        for (index, series) in chart.series.enumerated() {
            let isBars = chart.kind == .bar || chart.kind == .histogram
            let name = fitting(series.name, width / 2)
            if row.width > 0, row.width + 4 + StyledText(name).width > width {
                rows.append(row)
                rows.endRow()
                row = StyledText()
            }
            if row.width > 0 { row.pad(2) }
            row.append(String(isBars ? signs.fill(index) : signs.mark(index)), .ofSeries(index))
            row.append(" " + name)
        }
        rows.append(row)
        rows.endRow()
    }

    /// Truncates a text with an ellipsis to a number of columns.
    func fitting(_ text: String, _ columns: Int) -> String {
        let text = signs == .ascii ? text.inASCII : text
        if text.utf8.count <= columns || StyledText(text).width <= columns { return text }
        var kept = ""
        var left = max(0, columns - 1)
        for character in text {
            let width = StyledText(String(character)).width
            if width > left { break }
            left -= width
            kept.append(character)
        }
        return kept + signs.ellipsis
    }
}

extension String {
    /// Whether the text has letters of a right-to-left script, such as Hebrew or Arabic.
    var runsRightToLeft: Bool {
        unicodeScalars.contains { scalar in
            switch scalar.value {
            case 0x590...0x8FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFF, 0x10800...0x10FFF, 0x1E800...0x1EFFF: true
            default: false
            }
        }
    }

    /// The text with this module's dashes and ellipses replaced by ASCII.
    var inASCII: String {
        if utf8.allSatisfy({ $0 < 0x80 }) { return self }
        return String(map { $0 == "–" || $0 == "−" ? "-" : $0 == "…" ? "~" : $0 })
    }
}

/// The labels below an axis. Labels without room are omitted.
struct TickRow {
    private(set) var text = StyledText()
    private var end = 0
    private let width: Int

    init(width: Int) {
        self.width = width
    }

    /// Adds a label centered below a column, unless it would touch the previous one.
    /// - Returns: whether there was room.
    mutating func add(_ label: String, at column: Int, from least: Int = 0) -> Bool {
        let labelWidth = StyledText(label).width
        guard labelWidth <= width else { return false }
        let start = max(least, min(column - labelWidth / 2, width - labelWidth))
        guard start >= end + (end > 0 ? 1 : 0), start + labelWidth <= width else { return false }
        text.pad(start - end)
        text.append(label)
        end = start + labelWidth + 1
        text.pad(1)
        return true
    }
}
