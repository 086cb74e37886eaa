/// A chart as an SVG picture.
package struct ChartPicture {
    let chart: Chart
    static let width = 800.0
    static let margin = 20.0
    static let rowHeight = 18.0

    package init(_ chart: Chart) {
        self.chart = chart
    }

    /// The SVG document. Text from the table is escaped, so it can't become markup.
    package var svg: String {
        var document = SVGDocument(
            title: chart.title, description: description, width: Self.width)
        var y = Self.margin + 14
        for line in PictureText.lines(chart.title, Self.width - 2 * Self.margin, limit: 2, scale: 1.27) {
            document.text(line, x: Self.margin, y: y, style: "nx1-title")
            y += Self.rowHeight
        }
        if chart.series.count > 1 { y = addLegend(to: &document, at: y + 4) }
        y += 6
        var remarks = chart.remarks
        switch chart.kind {
        case .bar, .histogram: y = PictureBars(chart).draw(on: &document, at: y)
        case .line, .scatter: y = PicturePlot(chart).draw(on: &document, at: y, &remarks)
        }
        for line in remarks.flatMap({ PictureText.lines($0, Self.width - 2 * Self.margin, limit: 3) }) {
            y += Self.rowHeight
            document.text(line, x: Self.margin, y: y, style: "nx1-soft")
        }
        return document.source(height: y + Self.margin)
    }

    /// The description for screen readers.
    private var description: String {
        let rows = chart.positions.count
        let names = chart.series.map(\.name).named(upTo: 8)
        let form =
            chart.kind == .bar
            ? "Bars" : chart.kind == .line ? "Lines" : chart.kind == .scatter ? "Points" : "Frequencies"
        return "\(form) of \(names), \(rows.counted("position")) along the axis."
    }

    private func addLegend(to document: inout SVGDocument, at start: Double) -> Double {
        var (x, y) = (Self.margin, start)
        for (index, series) in chart.series.enumerated() {
            let name = PictureText.fitting(series.name, Self.width / 3)
            let width = PictureText.width(of: name) + 34
            if x > Self.margin, x + width > Self.width - Self.margin {
                x = Self.margin
                y += Self.rowHeight
            }
            document.rectangle(x: x, y: y - 10, width: 11, height: 11, series: index)
            document.text(name, x: x + 17, y: y)
            x += width
        }
        return y + Self.rowHeight
    }
}
