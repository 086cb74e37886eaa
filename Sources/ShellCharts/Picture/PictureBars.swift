import ShellText

/// The bars of a picture.
struct PictureBars {
    private let chart: Chart
    private let scale: ValueScale
    private let left: Double
    private let right: Double
    private let thickness: Double
    private let gap: Double

    init(_ chart: Chart) {
        self.chart = chart
        let longest = chart.labels.reduce(0) { max($0, PictureText.width(of: $1)) }
        let values = chart.series.flatMap(\.texts).reduce(0) { max($0, PictureText.width(of: $1)) }
        left = ChartPicture.margin + min(longest, 220) + 10
        right = ChartPicture.width - ChartPicture.margin - min(values, 130) - 8
        scale = ValueScale.forBars(chart.valueRange, isLogarithmic: chart.isLogarithmic, ticks: 6)
        thickness = chart.series.count == 1 ? 16 : 14
        gap = chart.series.count == 1 ? 6 : 10
    }

    /// Draws the bars.
    /// - Returns: the y coordinate below them.
    func draw(on document: inout SVGDocument, at top: Double) -> Double {
        let height = Double(chart.labels.count) * (thickness * Double(chart.series.count) + gap) + gap
        let zero = chart.isLogarithmic ? left : x(0)
        let numbers = NumberText(unit: chart.unit, ticks: scale.ticks)
        var end = -Double.infinity
        for tick in scale.ticks {
            let place = x(tick)
            document.line(place, top, place, top + height, style: "nx1-grid")
            let label = numbers.text(tick)
            let half = PictureText.width(of: label) / 2
            if place - half < end { continue }
            document.text(label, x: place, y: top + height + 18, .middle, style: "nx1-soft")
            end = place + half + 6
        }
        var y = top + gap
        for row in chart.labels.indices {
            let block = thickness * Double(chart.series.count)
            document.text(
                PictureText.fitting(chart.labels[row], left - ChartPicture.margin - 8), x: left - 10,
                y: y + block / 2 + 4.5, .end)
            for (index, series) in chart.series.enumerated() {
                draw(row, index, series, y: y, zero: zero, on: &document)
                y += thickness
            }
            y += gap
        }
        document.line(zero, top, zero, top + height, style: "nx1-axis")
        return top + height + 22
    }

    private func draw(
        _ row: Int, _ index: Int, _ series: ChartSeries, y: Double, zero: Double,
        on document: inout SVGDocument
    ) {
        let written = row < series.texts.count ? series.texts[row] : ""
        let text = PictureText.fitting(written, 130)
        guard let value = series.values[row] else {
            document.text(text, x: zero + 6, y: y + thickness / 2 + 4.5, style: "nx1-soft")
            return
        }
        let end = x(value)
        // Nonzero values must be visible.
        let length = value == 0 ? 0 : max(1, (end - zero).magnitude)
        document.rectangle(
            x: value < 0 && !chart.isLogarithmic ? zero - length : zero, y: y + 1, width: length,
            height: thickness - 2, series: index, tip: "\(chart.labels[row]), \(series.name): \(written)")
        // The value of a negative bar goes to the other side of zero, where there is room.
        let place = value < 0 && !chart.isLogarithmic ? zero : zero + length
        document.text(text, x: place + 6, y: y + thickness / 2 + 4.5)
    }

    private func x(_ value: Double) -> Double { left + scale.fraction(of: value) * (right - left) }
}
