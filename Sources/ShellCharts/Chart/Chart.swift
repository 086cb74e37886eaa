package import Nx1Events
package import ShellText

/// A chart of a table's columns, independent of size and colours.
package struct Chart: Sendable, Equatable {
    /// The kind of chart.
    package internal(set) var kind: ChartKind
    /// The title, on one line.
    package internal(set) var title: String
    /// A sentence about the automatic choices; nil if the request left nothing to choose.
    package internal(set) var choice: String?
    /// The differences from the table, such as omitted rows, as one sentence each.
    package internal(set) var remarks: [String] = []
    /// The request completed by the automatic choices. It draws the same chart again.
    package internal(set) var request: ChartRequest
    var axis: ChartAxis
    var series: [ChartSeries]
    /// The position of each row on the x axis, in ascending order.
    var positions: [Double]
    /// The label of each row; empty if labels derive from positions.
    var labels: [String]
    var isLogarithmic: Bool
    /// The name of the column on the x axis; nil for row numbers.
    var xName: String?
    /// The number of table rows in the chart.
    var rowCount = 0

    /// Creates a chart of a table.
    /// - Parameter question: the question that the table answers; columns that it names are preferred.
    /// - Throws: ``ChartRefusal`` if the table can't be drawn as requested.
    package init(
        _ table: ResultTable, _ request: ChartRequest = ChartRequest(), question: String? = nil
    ) throws(ChartRefusal) {
        if let top = request.top, top < 1 { throw ChartRequest.invalidTop(String(top)) }
        guard !table.rows.isEmpty else { throw ChartRefusal("The table has no rows to draw.") }
        let choice = try ChartChoice(ChartColumns(table), table, request, question: question)
        self = try ChartBuilder(table, choice, request).chart()
    }

    /// Creates a chart of one of an answer's tables: the requested one, or the first one that fits the request.
    /// - Throws: ``ChartRefusal``, also if there is no such table.
    package init(
        oneOf tables: [ResultTable], _ request: ChartRequest = ChartRequest(), question: String? = nil
    ) throws(ChartRefusal) {
        guard !tables.isEmpty else { throw ChartRefusal("The answer has no table to draw.") }
        if let number = request.table {
            guard number > 0, number <= tables.count else {
                throw ChartRefusal(
                    "The answer has no table \(number), only \(tables.count == 1 ? "one" : tables.count.grouped)."
                )
            }
            try self.init(tables[number - 1], request, question: question)
            return
        }
        let drawn = tables.indices.lazy.compactMap { index in
            (try? Chart(tables[index], request, question: question)).map { (index, $0) }
        }.first
        guard let (index, chart) = drawn else {
            // If no table can be drawn, report what is wrong with the first.
            try self.init(tables[0], request, question: question)
            return
        }
        self = chart
        self.request.table = index + 1
        guard tables.count > 1 else { return }
        let said =
            index == 0
            ? "The answer has \(tables.count.grouped) tables; this is the first. For the second, use last:2."
            : "The answer has \(tables.count.grouped) tables; this is table \(index + 1), the first that fits this chart."
        choice = choice.map { "\($0) \(said)" } ?? said
    }

    /// Returns whether one of several tables has a column that matches a name.
    package static func hasColumn(_ name: String, oneOf tables: [ResultTable]) -> Bool {
        tables.contains { (try? ChartColumns($0).find(name)) != nil }
    }

    /// Returns the distinct column names of tables.
    package static func columnNames(of tables: [ResultTable]) -> [String] {
        tables.flatMap { table in
            table.columns.map(\.asLabel).filter { !$0.isEmpty }
        }.reduce(into: []) { names, name in if !names.contains(name) { names.append(name) } }
    }

    init(
        kind: ChartKind, title: String, choice: String?, request: ChartRequest, axis: ChartAxis,
        series: [ChartSeries], positions: [Double], labels: [String], isLogarithmic: Bool
    ) {
        self.kind = kind
        self.title = title
        self.choice = choice
        self.request = request
        self.axis = axis
        self.series = series
        self.positions = positions
        self.labels = labels
        self.isLogarithmic = isLogarithmic
    }
}

/// The values of one series.
struct ChartSeries: Sendable, Equatable {
    let name: String
    /// The unit, such as `%` or `€`; empty if there is none.
    let unit: String
    /// The value of each row; nil for a gap.
    var values: [Double?]
    /// The values as written in the table; empty if the chart doesn't show them.
    var texts: [String] = []

    /// The range of the values; nil if there are none.
    var range: ClosedRange<Double>? {
        var range: ClosedRange<Double>?
        for case let value? in values {
            range = range.map { min($0.lowerBound, value)...max($0.upperBound, value) } ?? value...value
        }
        return range
    }
}

/// The kind of x axis.
enum ChartAxis: Sendable, Equatable {
    /// Names, in the order of the table.
    case names
    /// Months, weekdays or quarters without a year.
    case ordinals(WrittenOrdinal.Cycle, isShort: Bool)
    case numbers(unit: String)
    case times(WrittenTime.Resolution)
}

extension Chart {
    /// The chart as a table of the x axis and the drawn values.
    package var table: ResultTable {
        ResultTable(
            columns: [xName ?? (kind == .histogram ? "range" : "row")] + series.map(\.name),
            rows: positions.indices.map { row in
                [.string(label(of: row))]
                    + series.map { series in
                        series.values[row].flatMap(Self.number).map(JSONValue.number) ?? .null
                    }
            })
    }

    /// Converts a value to JSON, without a fraction for whole numbers and without rounding errors of sums.
    private static func number(_ value: Double) -> JSONNumber? {
        let value = NumberText.tidied(value)
        return value.magnitude < 1e15
            ? Int(exactly: value).map { JSONNumber($0) } ?? JSONNumber(value) : JSONNumber(value)
    }

    /// The chart as JSON: its kind, its columns, the drawn rows, and the remarks.
    package var json: JSONValue {
        guard case .object(var object) = table.json else { return .null }
        object["kind"] = .string(kind.rawValue)
        object["title"] = .string(title)
        object["logarithmic"] = .bool(isLogarithmic)
        object["remarks"] = .array(remarks.map(JSONValue.string))
        return .object(object)
    }

    /// Returns the label of a row.
    func label(of row: Int) -> String {
        if row < labels.count { return labels[row] }
        return axisText(of: positions[row])
    }

    /// Returns the label of a position on the x axis.
    func axisText(of position: Double) -> String {
        switch axis {
        case .names: NumberText.plain(position)
        case .ordinals(let cycle, let isShort):
            cycle.name(Int(clamping: position.rounded()), isShort: isShort)
        case .numbers(let unit): NumberText(unit: unit).text(position)
        case .times(let resolution): TimeText.text(position, resolution)
        }
    }

    /// The range of the values of all series.
    var valueRange: ClosedRange<Double> {
        let ranges = series.compactMap(\.range)
        guard let first = ranges.first else { return 0...0 }
        return ranges.reduce(first) {
            min($0.lowerBound, $1.lowerBound)...max($0.upperBound, $1.upperBound)
        }
    }

    /// The common unit of all series; empty if they differ.
    var unit: String {
        let units = Set(series.map(\.unit))
        return units.count == 1 ? units.first ?? "" : ""
    }
}
