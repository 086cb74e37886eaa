import Nx1Events
import ShellText

/// Horizontal bars with their labels and values on the left.
struct BarRows {
    private let text: ChartText
    private let chart: Chart
    private let signs: ChartSigns
    private let scale: ValueScale
    private let labelWidth: Int
    private let valueWidth: Int
    /// The columns to the left and to the right of zero, which has its own column.
    private let negative: Int
    private let positive: Int

    init(_ text: ChartText) {
        self.text = text
        chart = text.chart
        signs = text.signs
        let width = text.width
        let longest = chart.labels.reduce(0) { max($0, StyledText($1).width) }
        let longestValue = chart.series.reduce(0) { longest, series in
            series.texts.reduce(longest) { max($0, StyledText($1).width) }
        }
        valueWidth = min(longestValue, width < 40 ? 8 : 16)
        // Labels get the width they need, up to half of what remains.
        labelWidth = min(longest, max(4, (width - valueWidth - 3) / 2 - 2))
        let area = max(4, width - labelWidth - valueWidth - 3)
        scale = ValueScale.forBars(
            chart.valueRange, isLogarithmic: chart.isLogarithmic, ticks: max(2, area / 12))
        let low = chart.isLogarithmic ? 0 : -scale.range.lowerBound
        let high = chart.isLogarithmic ? 1 : scale.range.upperBound
        if low <= 0 {
            negative = 0
        } else if high <= 0 {
            negative = area
        } else {
            let share = low / 2 / (low / 2 + high / 2)
            negative = max(1, min(area - 1, Int(clamping: (share * Double(area)).rounded())))
        }
        positive = area - negative
    }

    func append(to rows: inout StyledText) {
        for row in chart.labels.indices {
            for index in chart.series.indices {
                append(row, index, to: &rows)
            }
        }
        appendAxis(to: &rows)
    }

    // MARK: Rows

    private func append(_ row: Int, _ index: Int, to rows: inout StyledText) {
        let series = chart.series[index]
        var line = StyledText()
        let label = index == 0 ? text.fitting(chart.labels[row], labelWidth) : ""
        line.append(label)
        if signs == .unicode, label.runsRightToLeft { line.appendLeftToRightMark() }
        line.pad(labelWidth - StyledText(label).width + 1)
        let value = text.fitting(self.value(row, of: series), valueWidth)
        line.pad(valueWidth - StyledText(value).width)
        line.append(value, series.values[row] == nil ? .dim : .plain)
        line.pad(1)
        let bar = bar(series.values[row], index)
        line.pad(negative - bar.left.count)
        line.append(bar.left, .ofSeries(index))
        line.append(String(signs.upright), .dim)
        line.append(bar.right, .ofSeries(index))
        rows.append(line.withoutBlanksAtItsEnd)
        rows.endRow()
    }

    /// Returns the value as written in the table, or a shorter form.
    private func value(_ row: Int, of series: ChartSeries) -> String {
        let written = row < series.texts.count ? series.texts[row] : ""
        if StyledText(written).width <= valueWidth { return written }
        return series.values[row].map { NumberText(unit: series.unit).text($0) } ?? written
    }

    /// Returns the parts of a bar to the left and to the right of zero.
    private func bar(_ value: Double?, _ index: Int) -> (left: String, right: String) {
        guard let value else { return ("", "") }
        if !chart.isLogarithmic, value < 0 {
            return (blocks(value / scale.range.lowerBound, of: negative, index, isLeft: true), "")
        }
        if value == 0 { return ("", "") }
        let share = chart.isLogarithmic ? scale.fraction(of: value) : value / scale.range.upperBound
        return ("", blocks(share, of: positive, index, isLeft: false))
    }

    /// - Parameter share: the fraction of the columns to fill.
    private func blocks(_ share: Double, of columns: Int, _ index: Int, isLeft: Bool) -> String {
        let fill = signs.fill(index)
        let length = min(max(share, 0), 1) * Double(columns)
        guard signs == .unicode, index % 8 == 0 else {
            // Nonzero values must be visible.
            return String(repeating: fill, count: max(1, Int(clamping: length.rounded())))
        }
        let eighths = max(1, Int(clamping: (length * 8).rounded()))
        let (whole, part) = (eighths / 8, eighths % 8)
        if isLeft {
            // Unicode has no right-aligned eighths, only a half.
            let end = part >= 4 || whole == 0 ? "▐" : ""
            return end + String(repeating: fill, count: whole)
        }
        let ends = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
        return String(repeating: fill, count: whole) + ends[part]
    }

    // MARK: The axis

    private func appendAxis(to rows: inout StyledText) {
        let start = labelWidth + valueWidth + 2
        var axis = [Character](repeating: signs.level, count: negative + 1 + positive)
        axis[negative] = chart.isLogarithmic || negative == 0 ? signs.corner : signs.tickBelow
        var labels = TickRow(width: text.width)
        let numbers = NumberText(unit: chart.unit, ticks: scale.ticks)
        for tick in scale.ticks {
            let column = column(of: tick)
            guard axis.indices.contains(column) else { continue }
            if labels.add(numbers.text(tick), at: start + column, from: tick >= 0 ? start - 1 : 0),
                column != negative
            {
                axis[column] = signs.tickBelow
            }
        }
        rows.pad(start)
        rows.append(String(axis), .dim)
        rows.endRow()
        rows.append(labels.text.withoutBlanksAtItsEnd)
        rows.endRow()
    }

    /// Returns the column in which the bar of a value ends.
    private func column(of value: Double) -> Int {
        if chart.isLogarithmic {
            return Int(clamping: (scale.fraction(of: value) * Double(positive)).rounded())
        }
        if value < 0 {
            return negative - Int(clamping: (value / scale.range.lowerBound * Double(negative)).rounded())
        }
        return negative
            + (value == 0 ? 0 : Int(clamping: (value / scale.range.upperBound * Double(positive)).rounded()))
    }
}

extension StyledText {
    /// The text without trailing spaces.
    var withoutBlanksAtItsEnd: StyledText {
        var rows = self
        rows.endRow(trimmedTo: 0)
        return rows.rows.first ?? StyledText()
    }
}
