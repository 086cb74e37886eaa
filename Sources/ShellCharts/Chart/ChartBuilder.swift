import Nx1Events
import ShellText

/// Builds a chart from the chosen columns.
struct ChartBuilder {
    let table: ResultTable
    let choice: ChartChoice
    let request: ChartRequest
    private var remarks: [String] = []

    /// A row of the chart being built.
    struct Row {
        /// The index in the table; nil for an inserted row.
        var number: Int?
        var position: Double
        var values: [Double?]
        var label: String?
        /// The values as text, if they differ from the cells of the chosen columns.
        var texts: [String]?
    }

    init(_ table: ResultTable, _ choice: ChartChoice, _ request: ChartRequest) {
        self.table = table
        self.choice = choice
        self.request = request
    }

    func chart() throws(ChartRefusal) -> Chart {
        var builder = self
        return try builder.build()
    }

    private mutating func build() throws(ChartRefusal) -> Chart {
        var rows = readRows()
        var names = choice.series.map(\.name)
        leaveOutTotal(&rows)
        if let group = choice.group { (rows, names) = grouped(rows, by: group) }
        try checkValues(of: rows)
        if request.isLogarithmic { try checkLogarithm(of: rows, names) }
        let units = choice.series.map(\.profile.unit)
        func series(_ rows: [Row], texts: (Row, Int) -> String?) -> [ChartSeries] {
            names.indices.map { index in
                ChartSeries(
                    name: names[index], unit: index < units.count ? units[index] : units.first ?? "",
                    values: rows.map { $0.values[index] }, texts: rows.compactMap { texts($0, index) })
            }
        }
        var chart = Chart(
            kind: choice.kind, title: title, choice: choice.sentence, request: resolved, axis: axis(of: rows),
            series: [], positions: [], labels: [], isLogarithmic: request.isLogarithmic)
        chart.xName = choice.kind == .histogram ? nil : choice.x?.name
        switch choice.kind {
        case .histogram:
            let histogram = try Histogram(
                series(rows) { _, _ in nil }, isLogarithmic: request.isLogarithmic)
            chart.series = histogram.series
            chart.labels = histogram.labels
            chart.positions = histogram.labels.indices.map(Double.init)
            chart.axis = .names
            chart.isLogarithmic = false
        case .bar:
            rows = barRows(rows, chart.axis, names)
            chart.labels = rows.map(label)
            chart.series = series(rows) { row, index in text(of: row, index) }
            chart.positions = rows.map(\.position)
        case .line, .scatter:
            chart.rowCount = rows.count
            if choice.kind == .line { rows = broken(rows, chart.axis) }
            chart.labels = chart.axis == .names ? rows.map(label) : []
            chart.series = series(rows) { _, _ in nil }
            chart.positions = rows.map(\.position)
        }
        chart.remarks = remarks
        return chart
    }

    /// The request completed by the automatic choices.
    private var resolved: ChartRequest {
        ChartRequest(
            columns: choice.series.map(choice.columns.reference(to:)),
            x: choice.x.map(choice.columns.reference(to:)), kind: choice.kind, top: request.top,
            isLogarithmic: request.isLogarithmic, table: request.table)
    }

    private var title: String {
        let names = choice.series.map(\.name).joined(separator: ", ")
        let scale = request.isLogarithmic ? " (logarithmic)" : ""
        let along = choice.x?.name
        switch choice.kind {
        case .histogram: return "Frequency of \(names)\(scale)"
        case .scatter: return "\(names) over \(along ?? "row")\(scale)"
        case .bar, .line:
            let apart = choice.group.map { " and \($0.name)" } ?? ""
            return "\(names)\(along.map { " by \($0)" } ?? "")\(apart)\(scale)"
        }
    }

    private func axis(of rows: [Row]) -> ChartAxis {
        guard let x = choice.x else { return .names }
        switch x.content {
        case .numbers: return .numbers(unit: x.profile.unit)
        case .times: return .times(x.profile.resolution)
        case .ordinals(let cycle):
            let first = rows.first?.number.flatMap { ChartColumn.text(x.cell(table.rows[$0])) }
            return .ordinals(cycle, isShort: (first?.count ?? 0) <= 4)
        case .texts, .nothing: return .names
        }
    }

    // MARK: Reading

    /// Reads the rows in the order of the x axis, omitting those without a position.
    private mutating func readRows() -> [Row] {
        let x = choice.kind == .histogram ? nil : choice.x
        let isPlaced = x.map { $0.content != .texts && $0.content != .nothing } ?? false
        var rows: [Row] = []
        rows.reserveCapacity(table.rows.count)
        var (lost, unread) = (0, [Int](repeating: 0, count: choice.series.count))
        for (number, cells) in table.rows.enumerated() {
            var position = Double(number)
            if isPlaced, let x {
                guard let found = x.position(cells) else {
                    lost += 1
                    continue
                }
                position = found
            }
            var values: [Double?] = []
            values.reserveCapacity(choice.series.count)
            for (index, column) in choice.series.enumerated() {
                let value = column.number(cells)
                if value == nil, ChartColumn.text(column.cell(cells)) != nil { unread[index] += 1 }
                values.append(value)
            }
            rows.append(Row(number: number, position: position, values: values))
        }
        if let x, lost > 0 {
            let what = x.isNumeric ? "number" : x.isTime ? "date" : "value"
            remarks.append(
                "\(lost.counted("row")) without a \(what) in `\(x.name)` \(lost == 1 ? "is" : "are") left out."
            )
        }
        if let x, case .times(_, isInUTC: true) = x.content {
            remarks.append("The times in `\(x.name)` have different time zones, so they are drawn in UTC.")
        }
        for (column, count) in zip(choice.series, unread) where count > 0 {
            remarks.append(
                "\(count.counted("cell")) of `\(column.name)` \(count == 1 ? "isn't a number and is" : "aren't numbers and are") left out."
            )
        }
        if x?.isOrdinal == true { unroll(&rows) }
        if isPlaced, !rows.indices.dropFirst().allSatisfy({ rows[$0 - 1].position <= rows[$0].position }) {
            // `sort` isn't stable, so the row number breaks ties.
            rows.sort { ($0.position, $0.number ?? 0) < ($1.position, $1.number ?? 0) }
        }
        return rows
    }

    /// Keeps the order of months that continue past the end of a year, such as November to February.
    private func unroll(_ rows: inout [Row]) {
        guard case .ordinals(let cycle)? = choice.x?.content, rows.count <= cycle.count else { return }
        var places = rows.map(\.position)
        var turns = 0.0
        for index in places.indices.dropFirst() {
            if rows[index].position < rows[index - 1].position { turns += 1 }
            places[index] = rows[index].position + turns * Double(cycle.count)
        }
        guard turns == 1, let first = places.first, let last = places.last,
            last - first < Double(cycle.count),
            (last - first + 1 - Double(rows.count)) * 2 <= Double(rows.count)
        else { return }
        for index in places.indices { rows[index].position = places[index] }
    }

    /// Omits a last row with the total of the others, which would dwarf them.
    private mutating func leaveOutTotal(_ rows: inout [Row]) {
        guard choice.kind == .bar, choice.x?.content == .texts, rows.count > 2, let last = rows.last,
            let name = ChartColumn.text(choice.x?.cell(table.rows[last.number ?? 0]) ?? .null),
            ["total", "sum", "grand total", "all", "overall", "totals"].contains(name.lowercased())
        else { return }
        for index in choice.series.indices {
            let sum = rows.dropLast().reduce(0) { $0 + ($1.values[index] ?? 0) }
            guard let total = last.values[index], (total - sum).magnitude <= sum.magnitude / 100 else {
                return
            }
        }
        rows.removeLast()
        remarks.append("The row `\(name.asLabel)`, the sum of the others, is left out.")
    }

    /// Returns one row per x value, with a value for each name in the group column.
    private func grouped(_ rows: [Row], by group: ChartColumn) -> (rows: [Row], names: [String]) {
        var names: [String] = []
        var places: [String: Int] = [:]
        var found: [Row] = []
        var indices: [String: Int] = [:]
        for row in rows {
            guard let number = row.number, let name = ChartColumn.text(group.cell(table.rows[number])) else {
                continue
            }
            let place = places[name] ?? names.count
            if place == names.count {
                places[name] = place
                names.append(name.asLabel)
            }
            let key = choice.x.flatMap { ChartColumn.text($0.cell(table.rows[number])) } ?? ""
            if indices[key] == nil {
                indices[key] = found.count
                found.append(Row(number: number, position: row.position, values: [], texts: []))
            }
            guard let index = indices[key] else { continue }
            while found[index].values.count <= place {
                found[index].values.append(nil)
                found[index].texts?.append("")
            }
            found[index].values[place] = row.values[0]
            found[index].texts?[place] = text(of: row, 0)
        }
        for index in found.indices {
            while found[index].values.count < names.count {
                found[index].values.append(nil)
                found[index].texts?.append("")
            }
        }
        return (found, names)
    }

    // MARK: Checking

    private func checkValues(of rows: [Row]) throws(ChartRefusal) {
        if rows.contains(where: { $0.values.contains { $0 != nil } }) { return }
        let names = choice.series.map(\.name).named(upTo: 6)
        throw ChartRefusal(
            rows.isEmpty && choice.x != nil
                ? "No row has a value on the axis `\(choice.x?.name ?? "")`."
                : "There are no numbers to draw in \(names).")
    }

    private func checkLogarithm(of rows: [Row], _ names: [String]) throws(ChartRefusal) {
        for index in names.indices {
            let refused = rows.filter { $0.values[index].map { $0 <= 0 } ?? false }
            guard let first = refused.first else { continue }
            let place = choice.x == nil ? "in row \((first.number ?? 0) + 1)" : "at `\(label(of: first))`"
            throw ChartRefusal(
                "--log needs positive values, but `\(names[index])` has \(refused.count.counted("value")) of 0 or less: the first is \(text(of: first, index)) \(place).",
                advice: "Run it without --log.")
        }
    }

    // MARK: Words

    /// Returns the label of a row.
    func label(of row: Row) -> String {
        if let label = row.label { return label }
        guard let number = row.number else { return "" }
        guard let x = choice.x else { return String(number + 1) }
        let cell = x.cell(table.rows[number])
        return ChartColumn.text(cell)?.asLabel ?? "–"
    }

    /// Returns a value as written in the table; a dash for a gap.
    func text(of row: Row, _ index: Int) -> String {
        if let texts = row.texts, index < texts.count { return texts[index].isEmpty ? "–" : texts[index] }
        guard row.values[index] != nil, let number = row.number, index < choice.series.count else {
            return "–"
        }
        return ChartColumn.text(choice.series[index].cell(table.rows[number]))?.asLabel ?? "–"
    }

    mutating func remark(_ sentence: String) { remarks.append(sentence) }
}
