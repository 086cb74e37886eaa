import Nx1Events
import ShellText

/// A plot of points or lines with two axes.
struct PlotRows {
    private let text: ChartText
    private let chart: Chart
    private let signs: ChartSigns
    private let scale: ValueScale
    private let along: ValueScale
    private let ticks: [String]
    private let tickWidth: Int
    private let columns: Int
    private let height: Int

    init(_ text: ChartText) {
        self.text = text
        signs = text.signs
        let chart = text.chart.binned(into: max(8, text.width - 10))
        self.chart = chart
        // A fifth of the width, but within the window, with room for the title, the axis and the remarks.
        let wanted = max(6, min(20, text.width / 5))
        let others = 5 + chart.remarks.count + (chart.series.count > 1 ? 1 : 0)
        height = text.height.map { max(4, min(wanted, $0 - others)) } ?? wanted
        scale = ValueScale.forPoints(
            chart.valueRange, isLogarithmic: chart.isLogarithmic, ticks: max(3, height / 3))
        let numbers = NumberText(unit: chart.unit, ticks: scale.ticks)
        ticks = scale.ticks.map(numbers.text)
        tickWidth = min(ticks.reduce(0) { max($0, StyledText($1).width) }, text.width / 2)
        columns = text.width - tickWidth - 2
        let least = chart.positions.min() ?? 0
        along = ValueScale.along(least...max(least, chart.positions.max() ?? 0), ticks: 1)
    }

    /// Appends the rows.
    /// - Returns: the remarks on the chart.
    func append(to rows: inout StyledText) -> [String] {
        var raster = DotRaster(columns: columns, rows: height, signs)
        let said = draw(on: &raster)
        let labels = tickRows
        for row in 0..<height {
            let label = labels[row].map { text.fitting(ticks[$0], tickWidth) } ?? ""
            rows.pad(tickWidth - StyledText(label).width)
            rows.append(label)
            rows.pad(1)
            rows.append(String(labels[row] == nil ? signs.upright : signs.tickLeft), .dim)
            append(row, of: raster, to: &rows)
            rows.endRow()
        }
        appendAxis(to: &rows)
        return said
    }

    // MARK: Points

    private func draw(on raster: inout DotRaster) -> [String] {
        var said = chart.remarks
        if chart.kind == .scatter {
            var places: Set<Int> = []
            for (index, series) in chart.series.enumerated() {
                for (row, value) in series.values.enumerated() {
                    guard let value else { continue }
                    let place = place(chart.positions[row], value, raster)
                    places.insert(place.y * raster.width + place.x)
                    raster.set(place.x, place.y, series: index)
                    if chart.positions.count <= 2 * columns { raster.mark(place.x, place.y, series: index) }
                }
            }
            let points = chart.series.reduce(0) { $0 + $1.values.count { $0 != nil } }
            if places.count < points, points > 100 {
                said.append("\(points.counted("point")) share \(places.count.grouped) dots.")
            }
            return said
        }
        // The first series is drawn last, on top of the others.
        for (index, series) in chart.series.enumerated().reversed() {
            var last: (x: Int, y: Int)?
            for (row, value) in series.values.enumerated() {
                guard let value else {
                    last = nil
                    continue
                }
                let place = place(chart.positions[row], value, raster)
                raster.line(from: last ?? place, to: place, series: index)
                last = place
            }
        }
        let isMarked = isMarked(chart.positions.count)
        guard isMarked || chart.series.count > 1 else { return said }
        // If there are many points, mark a few of them, at different positions in each series.
        let step = isMarked ? 1 : max(1, chart.positions.count * 12 / columns)
        for (index, series) in chart.series.enumerated().reversed() {
            let first = isMarked ? 0 : step * index / chart.series.count
            for row in stride(from: first, to: series.values.count, by: step) {
                guard let value = series.values[row] else { continue }
                let place = place(chart.positions[row], value, raster)
                raster.mark(place.x, place.y, series: index)
            }
        }
        return said
    }

    /// Returns whether every one of `count` points can have a marker.
    private func isMarked(_ count: Int) -> Bool { count * 3 <= columns }

    private func place(_ position: Double, _ value: Double, _ raster: DotRaster) -> (x: Int, y: Int) {
        (
            Int(clamping: (along.fraction(of: position) * Double(raster.width - 1)).rounded()),
            Int(clamping: (scale.fraction(of: value) * Double(raster.height - 1)).rounded())
        )
    }

    private func append(_ row: Int, of raster: DotRaster, to rows: inout StyledText) {
        var line = StyledText()
        var (piece, look) = ("", Look.plain)
        for column in 0..<columns {
            let character = raster.character(column, row)
            let own =
                character != nil
                ? Look.ofSeries(raster.series(column, row)) : row == zeroRow ? Look.dim : .plain
            if own != look {
                line.append(piece, look)
                (piece, look) = ("", own)
            }
            piece.append(character ?? (row == zeroRow ? signs.zero : " "))
        }
        line.append(piece, look)
        rows.append(line.withoutBlanksAtItsEnd)
    }

    /// The row of zero, if there are values on both sides.
    private var zeroRow: Int? {
        guard scale.range.lowerBound < 0, scale.range.upperBound > 0 else { return nil }
        return height - 1 - Int(clamping: (scale.fraction(of: 0) * Double(height - 1)).rounded())
    }

    // MARK: Axes

    /// The index of the tick in each row; nil for none.
    private var tickRows: [Int?] {
        var rows = [Int?](repeating: nil, count: height)
        for (index, tick) in scale.ticks.enumerated() {
            let row = height - 1 - Int(clamping: (scale.fraction(of: tick) * Double(height - 1)).rounded())
            if rows.indices.contains(row), rows[row] == nil { rows[row] = index }
        }
        return rows
    }

    private func appendAxis(to rows: inout StyledText) {
        var axis = [Character](repeating: signs.level, count: columns)
        var labels = TickRow(width: text.width)
        let start = tickWidth + 2
        let usual =
            chart.labels.isEmpty ? 12 : max(4, (chart.labels.map { StyledText($0).width }.max() ?? 0) + 2)
        for tick in chart.axisTicks(along.range, about: max(1, columns / min(usual, 20))) {
            let column = Int(clamping: (along.fraction(of: tick.position) * Double(columns - 1)).rounded())
            if labels.add(text.fitting(tick.label, 24), at: start + column), axis.indices.contains(column) {
                axis[column] = signs.tickBelow
            }
        }
        rows.pad(tickWidth + 1)
        rows.append(String(signs.corner) + String(axis), .dim)
        rows.endRow()
        rows.append(labels.text.withoutBlanksAtItsEnd)
        rows.endRow()
    }
}
