package import Nx1Events
package import ShellText

/// What is drawn of a table: the numbers of some columns along an axis, before they have a size or colours.
package struct Chart: Sendable, Equatable {
    /// The form.
    package internal(set) var kind: ChartKind
    /// What it shows, on one line.
    package internal(set) var title: String
    /// What was chosen, as a sentence; nil if the request left nothing to choose.
    package internal(set) var choice: String?
    /// What differs from the table: rows that are cut or left out. A sentence each.
    package internal(set) var remarks: [String] = []
    /// The request with everything that was chosen, which draws the same again.
    package internal(set) var request: ChartRequest
    var axis: ChartAxis
    var series: [ChartSeries]
    /// Where each row stands on the axis, in that order.
    var positions: [Double]
    /// What each row is called; empty where the axis says it.
    var labels: [String]
    var isLogarithmic: Bool
    /// The name of the column along the axis; nil for the numbers of rows.
    var xName: String?
    /// How many rows of the table are in it.
    var rowCount = 0

    /// The chart of a table.
    /// - Parameter question: what the table answers; columns that it names are preferred.
    /// - Throws: ``ChartRefusal`` if the table can't be drawn so.
    package init(
        _ table: ResultTable, _ request: ChartRequest = ChartRequest(), question: String? = nil
    ) throws(ChartRefusal) {
        if let top = request.top, top < 1 { throw ChartRequest.invalidTop(String(top)) }
        guard !table.rows.isEmpty else { throw ChartRefusal("The table has no rows to draw.") }
        let choice = try ChartChoice(ChartColumns(table), table, request, question: question)
        self = try ChartBuilder(table, choice, request).chart()
    }

    /// The chart of a table of an answer: the one that the request names, else the first that can be drawn so.
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
            // Nothing can be drawn: what is wrong with the first is what is said.
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

    /// Whether one of several tables has a column that somebody calls so.
    package static func hasColumn(_ name: String, oneOf tables: [ResultTable]) -> Bool {
        tables.contains { (try? ChartColumns($0).find(name)) != nil }
    }

    /// The names of the columns of tables, each once.
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

/// The numbers of one column.
struct ChartSeries: Sendable, Equatable {
    let name: String
    /// Such as `%` or `€`; empty if there is none.
    let unit: String
    /// One for each row; nil for a gap.
    var values: [Double?]
    /// The same as they are written in the table; empty where values aren't written.
    var texts: [String] = []

    /// The least and the greatest value; nil if there is none.
    var range: ClosedRange<Double>? {
        var range: ClosedRange<Double>?
        for case let value? in values {
            range = range.map { min($0.lowerBound, value)...max($0.upperBound, value) } ?? value...value
        }
        return range
    }
}

/// What stands along the axis.
enum ChartAxis: Sendable, Equatable {
    /// Names, in the order of the table.
    case names
    /// Months, weekdays or quarters without a year.
    case ordinals(WrittenOrdinal.Cycle, isShort: Bool)
    case numbers(unit: String)
    case times(WrittenTime.Resolution)
}

extension Chart {
    /// The chart as a table: the axis and the values that are drawn, as they are drawn.
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

    /// A whole number without a fraction, others without what adding up has made of their last digits.
    private static func number(_ value: Double) -> JSONNumber? {
        let value = NumberText.tidied(value)
        return value.magnitude < 1e15
            ? Int(exactly: value).map { JSONNumber($0) } ?? JSONNumber(value) : JSONNumber(value)
    }

    /// The chart as data: its form, its columns, the rows as they are drawn, and what differs from the table.
    package var json: JSONValue {
        guard case .object(var object) = table.json else { return .null }
        object["kind"] = .string(kind.rawValue)
        object["title"] = .string(title)
        object["logarithmic"] = .bool(isLogarithmic)
        object["remarks"] = .array(remarks.map(JSONValue.string))
        return .object(object)
    }

    /// What a row is called.
    func label(of row: Int) -> String {
        if row < labels.count { return labels[row] }
        return axisText(of: positions[row])
    }

    /// A place on the axis in words.
    func axisText(of position: Double) -> String {
        switch axis {
        case .names: NumberText.plain(position)
        case .ordinals(let cycle, let isShort):
            cycle.name(Int(clamping: position.rounded()), isShort: isShort)
        case .numbers(let unit): NumberText(unit: unit).text(position)
        case .times(let resolution): TimeText.text(position, resolution)
        }
    }

    /// The least and the greatest value of all series.
    var valueRange: ClosedRange<Double> {
        let ranges = series.compactMap(\.range)
        guard let first = ranges.first else { return 0...0 }
        return ranges.reduce(first) {
            min($0.lowerBound, $1.lowerBound)...max($0.upperBound, $1.upperBound)
        }
    }

    /// The unit that all series have; empty if they differ.
    var unit: String {
        let units = Set(series.map(\.unit))
        return units.count == 1 ? units.first ?? "" : ""
    }
}
