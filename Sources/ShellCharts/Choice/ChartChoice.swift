import Nx1Events
import ShellText

/// The columns and the kind of a chart: as requested, and otherwise chosen as a person would.
struct ChartChoice {
    var kind: ChartKind
    /// The column on the x axis; nil for row numbers.
    var x: ChartColumn?
    var series: [ChartColumn]
    /// The column that distinguishes the series, if their rows are interleaved in one value column.
    var group: ChartColumn?
    /// The columns of the table.
    let columns: ChartColumns
    /// A sentence about the automatic choices; nil if there were none.
    var sentence: String?

    /// The maximum number of value columns in a chart.
    static let mostSeries = 8

    init(
        _ columns: ChartColumns, _ table: ResultTable, _ request: ChartRequest, question: String?
    ) throws(ChartRefusal) {
        self.columns = columns
        var wanted: [ChartColumn] = []
        for name in request.columns {
            let column = try columns.find(name)
            if !wanted.contains(column) { wanted.append(column) }
        }
        var x: ChartColumn?
        if let name = request.x { x = try columns.find(name) }
        // In `:chart region late`, the text column is the x axis.
        if x == nil, request.kind != .histogram, wanted.count > 1,
            let place = wanted.firstIndex(where: { !$0.isNumeric && $0.content != .nothing })
        {
            x = wanted.remove(at: place)
        }
        if x == nil, request.kind == .scatter, wanted.count > 1 { x = wanted.removeFirst() }
        if let column = wanted.first(where: { !$0.isNumeric }) {
            throw ChartRefusal(
                "The column `\(column.name)` has no numbers to draw.",
                advice: Self.numbersAdvice(columns.all.filter { $0.isNumeric && $0 != x }))
        }
        guard wanted.count <= Self.mostSeries else {
            throw ChartRefusal(
                "A chart can show at most \(Self.mostSeries) columns, but you named \(wanted.count).")
        }
        let numeric = columns.all.filter { $0.isNumeric && $0 != x }
        guard !numeric.isEmpty else {
            throw ChartRefusal(
                "The table has no numeric column to draw.",
                advice: "Its columns are \(columns.all.map(\.name).named(upTo: 12)).")
        }
        let chooser = ChartChooser(columns: columns.all, numeric: numeric, question: question)
        let isNamed = !wanted.isEmpty
        self.x = x
        series = wanted
        kind = .bar
        if request.kind == .histogram {
            guard request.x == nil else {
                throw ChartRefusal("--x doesn't apply to a histogram: its axis shows the column's values.")
            }
            kind = .histogram
            if series.isEmpty { series = [chooser.best(numeric)] }
        } else {
            if self.x == nil { self.x = chooser.axis(for: series, request, rows: table.rows.count) }
            if series.isEmpty { series = chooser.series(along: self.x, request.kind) }
            kind =
                request.kind
                ?? chooser.kind(along: self.x, series, rows: table.rows.count, isTop: request.top != nil)
            if request.kind == nil, kind == .histogram { self.x = nil }
            if kind == .line || kind == .bar, series.count == 1 {
                group = chooser.group(along: self.x, series, table)
            }
        }
        if series.isEmpty { throw ChartRefusal("The table has no second numeric column to draw.") }
        try check(request)
        if !isNamed || request.x == nil && kind != .histogram || request.kind == nil {
            sentence = said(numeric, isNamed: isNamed)
        }
    }

    private func check(_ request: ChartRequest) throws(ChartRefusal) {
        if request.top != nil, kind != .bar {
            throw ChartRefusal("--top applies only to bar charts, not to a \(kind.rawValue) chart.")
        }
        if kind == .scatter, let x, !x.isNumeric, !x.isTime {
            throw ChartRefusal(
                "A scatter chart needs numbers or dates on its x axis, but `\(x.name)` has neither.",
                advice: "Choose another column with --x.")
        }
    }

    private static func numbersAdvice(_ numeric: [ChartColumn]) -> String {
        numeric.isEmpty
            ? "The table has no numeric columns."
            : "The numeric columns are \(numeric.map(\.name).named(upTo: 12))."
    }

    /// Describes the automatic choices and their alternatives.
    private func said(_ numeric: [ChartColumn], isNamed: Bool) -> String {
        let names = series.map(\.name).named(upTo: ChartChoice.mostSeries)
        let along = x.map { "`\($0.name)`" } ?? "row"
        let apart = group.map { ", one series per `\($0.name)`" } ?? ""
        var text =
            switch kind {
            case .bar: "Bars of \(names) by \(along)\(apart)."
            case .line:
                "\(series.count > 1 || group != nil ? "Lines" : "A line") of \(names) by \(along)\(apart)."
            case .scatter: "A scatter chart of \(names) over \(along)."
            case .histogram: "A histogram of \(names)."
            }
        let others = numeric.filter { !series.contains($0) && $0 != x }.map(\.name)
        if !isNamed, !others.isEmpty {
            text += " Other numeric columns: \(others.named(upTo: 6))."
        }
        return text
    }
}
