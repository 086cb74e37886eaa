import Nx1Events
import ShellText

/// The points and lines of a picture.
struct PicturePlot {
    private let chart: Chart
    private let scale: ValueScale
    private let along: ValueScale
    private let left: Double
    private let right: Double
    private let ticks: [String]

    private static let height = 320.0
    /// The maximum number of points of a line, two pixels apart.
    private static let mostPoints = 360

    init(_ chart: Chart) {
        let chart = chart.binned(into: Self.mostPoints)
        self.chart = chart
        scale = ValueScale.forPoints(chart.valueRange, isLogarithmic: chart.isLogarithmic, ticks: 6)
        let numbers = NumberText(unit: chart.unit, ticks: scale.ticks)
        ticks = scale.ticks.map(numbers.text)
        left = ChartPicture.margin + min(160, ticks.reduce(0) { max($0, PictureText.width(of: $1)) }) + 10
        right = ChartPicture.width - ChartPicture.margin - 10
        let least = chart.positions.min() ?? 0
        along = ValueScale.along(least...max(least, chart.positions.max() ?? 0), ticks: 1)
    }

    /// Draws the plot.
    /// - Parameter remarks: set to the remarks on the chart.
    /// - Returns: the y coordinate below the plot.
    func draw(on document: inout SVGDocument, at top: Double, _ remarks: inout [String]) -> Double {
        let bottom = top + Self.height
        remarks = chart.remarks
        for (tick, label) in zip(scale.ticks, ticks) {
            let y = y(tick, top)
            document.line(left, y, right, y, style: tick == 0 ? "nx1-axis" : "nx1-grid")
            document.text(
                PictureText.fitting(label, 160), x: left - 8, y: y + 4.5, .end, style: "nx1-soft")
        }
        document.line(left, bottom, right, bottom, style: "nx1-axis")
        drawAxis(on: &document, bottom)
        if chart.kind == .scatter {
            drawPoints(on: &document, top, &remarks)
        } else {
            drawLines(on: &document, top)
        }
        return bottom + 24
    }

    private func drawAxis(on document: inout SVGDocument, _ bottom: Double) {
        let widest = chart.labels.reduce(60) { max($0, PictureText.width(of: $1)) } + 20
        let count = max(1, Int(clamping: (right - left) / min(160, widest)))
        var end = -Double.infinity
        for tick in chart.axisTicks(along.range, about: count) {
            let label = PictureText.fitting(tick.label, 180)
            let half = PictureText.width(of: label) / 2
            let place = x(tick.position)
            let middle = min(max(place, left - 20 + half), ChartPicture.width - 6 - half)
            guard middle - half >= end else { continue }
            document.line(place, bottom, place, bottom + 5, style: "nx1-axis")
            document.text(label, x: middle, y: bottom + 20, .middle, style: "nx1-soft")
            end = middle + half + 8
        }
    }

    private func drawLines(on document: inout SVGDocument, _ top: Double) {
        let hasDots = chart.positions.count <= 60
        for (index, series) in chart.series.enumerated().reversed() {
            var part: [(x: Double, y: Double)] = []
            func end() {
                // A single point between two gaps needs a dot, since it has no line.
                if part.count == 1, !hasDots {
                    document.circle(part[0].x, part[0].y, radius: 2, series: index)
                }
                if part.count > 1 { document.path(part, series: index) }
                part = []
            }
            for (row, value) in series.values.enumerated() {
                guard let value else {
                    end()
                    continue
                }
                part.append((x(chart.positions[row]), y(value, top)))
            }
            end()
            guard hasDots else { continue }
            let numbers = NumberText(unit: series.unit)
            for (row, value) in series.values.enumerated() {
                guard let value else { continue }
                document.circle(
                    x(chart.positions[row]), y(value, top), radius: 3.2, series: index,
                    tip: "\(chart.label(of: row)), \(series.name): \(numbers.text(value))")
            }
        }
    }

    private func drawPoints(on document: inout SVGDocument, _ top: Double, _ remarks: inout [String]) {
        var (points, circles) = (0, 0)
        for (index, series) in chart.series.enumerated() {
            var taken: Set<Int> = []
            for (row, value) in series.values.enumerated() {
                guard let value else { continue }
                points += 1
                let (x, y) = (x(chart.positions[row]), y(value, top))
                // Skip points within two pixels of another one of the series: they would only make the file larger.
                guard taken.insert(Int(clamping: x / 2) * 1000 + Int(clamping: y / 2)).inserted else {
                    continue
                }
                circles += 1
                document.circle(x, y, radius: chart.positions.count > 500 ? 2 : 3.2, series: index)
            }
        }
        if circles < points, points > 100 {
            remarks.append("\(points.counted("point")) share \(circles.grouped) dots.")
        }
    }

    private func x(_ position: Double) -> Double { left + along.fraction(of: position) * (right - left) }

    private func y(_ value: Double, _ top: Double) -> Double {
        top + (1 - scale.fraction(of: value)) * Self.height
    }
}
