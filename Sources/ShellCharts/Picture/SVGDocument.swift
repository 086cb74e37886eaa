import ShellText

/// A self-contained SVG document, without scripts, fonts or external files. It follows the viewer's dark mode.
struct SVGDocument {
    private var body = ""
    private let title: String
    private let description: String
    let width: Double

    /// The size of the text, in pixels.
    static let fontSize = 13.0

    init(title: String, description: String, width: Double) {
        self.title = title
        self.description = description
        self.width = width
    }

    enum Anchor: String { case start, middle, end }

    /// Adds a line of text with its baseline at `y`.
    mutating func text(
        _ text: String, x: Double, y: Double, _ anchor: Anchor = .start, style: String = "nx1-text"
    ) {
        body +=
            "<text class=\"\(style)\" x=\"\(x.coordinate)\" y=\"\(y.coordinate)\""
            + (anchor == .start ? "" : " text-anchor=\"\(anchor.rawValue)\"") + ">\(SVGText(text))</text>\n"
    }

    /// Adds a straight line.
    mutating func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, style: String) {
        body +=
            "<line class=\"\(style)\" x1=\"\(x1.coordinate)\" y1=\"\(y1.coordinate)\" x2=\"\(x2.coordinate)\" y2=\"\(y2.coordinate)\"/>\n"
    }

    /// Adds a filled rectangle with an optional tooltip.
    mutating func rectangle(
        x: Double, y: Double, width: Double, height: Double, series: Int, tip: String? = nil
    ) {
        let start =
            "<rect class=\"nx1-fill-\(series % 8)\" x=\"\(x.coordinate)\" y=\"\(y.coordinate)\" width=\"\(max(0, width).coordinate)\" height=\"\(max(0, height).coordinate)\""
        body += tip.map { "\(start)><title>\(SVGText($0))</title></rect>\n" } ?? "\(start)/>\n"
    }

    /// Adds a dot with an optional tooltip.
    mutating func circle(_ x: Double, _ y: Double, radius: Double, series: Int, tip: String? = nil) {
        let start =
            "<circle class=\"nx1-fill-\(series % 8)\" cx=\"\(x.coordinate)\" cy=\"\(y.coordinate)\" r=\"\(radius.coordinate)\""
        body += tip.map { "\(start)><title>\(SVGText($0))</title></circle>\n" } ?? "\(start)/>\n"
    }

    /// Adds a polyline.
    mutating func path(_ points: [(x: Double, y: Double)], series: Int) {
        guard let first = points.first else { return }
        var data = "M\(first.x.coordinate) \(first.y.coordinate)"
        for point in points.dropFirst() { data += "L\(point.x.coordinate) \(point.y.coordinate)" }
        body += "<path class=\"nx1-stroke-\(series % 8)\" d=\"\(data)\"/>\n"
    }

    /// Returns the source of the document.
    func source(height: Double) -> String {
        """
        <svg xmlns="http://www.w3.org/2000/svg" class="nx1-chart" role="img" width="\(width.coordinate)" height="\(height.coordinate)" viewBox="0 0 \(width.coordinate) \(height.coordinate)">
        <title>\(SVGText(title))</title>
        <desc>\(SVGText(description))</desc>
        <style>
        \(Self.styles)
        </style>
        <rect class="nx1-page" width="100%" height="100%" rx="6"/>
        \(body)</svg>

        """
    }

    /// The colours of series on white and on dark, each with a contrast of at least 3:1 to its background.
    private static let light = [
        "#1f6fc4", "#c2571a", "#23803a", "#8a4bc9", "#c22f4f", "#0f7b86", "#8b6a00", "#5c6670",
    ]
    private static let dark = [
        "#5aa9f5", "#f0914f", "#56c271", "#bd93f5", "#f47890", "#3fc1cc", "#d9b33a", "#9aa5b1",
    ]

    private static var styles: String {
        func colors(_ colors: [String]) -> String {
            colors.enumerated().map { ".nx1-fill-\($0){fill:\($1)}.nx1-stroke-\($0){stroke:\($1)}" }.joined(
                separator: "\n")
        }
        return """
            .nx1-chart{max-width:100%;height:auto}
            .nx1-chart text{font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;font-size:\(fontSize.coordinate)px;fill:#1c2128}
            .nx1-chart .nx1-title{font-weight:600;font-size:15px}
            .nx1-chart .nx1-soft{fill:#57606a}
            .nx1-page{fill:#ffffff}
            .nx1-axis{stroke:#8c959f;stroke-width:1}
            .nx1-grid{stroke:#d8dee4;stroke-width:1}
            .nx1-chart path{fill:none;stroke-width:2;stroke-linejoin:round;stroke-linecap:round}
            \(colors(light))
            @media (prefers-color-scheme:dark){
            .nx1-chart text{fill:#e6edf3}
            .nx1-chart .nx1-soft{fill:#9da7b3}
            .nx1-page{fill:#0d1117}
            .nx1-axis{stroke:#6e7681}
            .nx1-grid{stroke:#2a313a}
            \(colors(dark))
            }
            """
    }
}
