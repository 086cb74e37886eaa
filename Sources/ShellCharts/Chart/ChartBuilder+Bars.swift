import Nx1Events
import ShellText

extension ChartBuilder {
    /// The maximum number of bars in a chart.
    private static let mostBars = 60
    /// The minimum number of rows that are drawn, whatever the number of series.
    private static let fewestRows = 12
    /// The maximum number of named rows without `--top`.
    private static let mostRows = 30

    /// Returns the rows to draw as bars: those that fit, or the requested number of largest ones.
    mutating func barRows(_ rows: [Row], _ axis: ChartAxis, _ names: [String]) -> [Row] {
        let limit = min(Self.mostRows, max(Self.fewestRows, Self.mostBars / max(1, names.count)))
        if let top = request.top {
            if rows.count > top { remark(sentence(ofLargest: top, of: rows.count, names[0])) }
            return largest(rows, min(top, rows.count))
        }
        if rows.count <= limit { return filled(rows, axis, limit) }
        if let summed = summed(rows, axis, limit) { return summed }
        if axis == .names, choice.x != nil {
            remark(
                sentence(ofLargest: limit, of: rows.count, names[0]) + " To show more or fewer, use --top N.")
            return largest(rows, limit)
        }
        remark(
            "Only the last \(limit) of \(rows.count.counted("row")) are drawn. To draw all of them, use --kind line."
        )
        return Array(rows.suffix(limit))
    }

    private func sentence(ofLargest count: Int, of all: Int, _ name: String) -> String {
        "Only the \(count == 1 ? "largest" : "\(count.grouped) largest") of \(all.counted("row")) by `\(name)` \(count == 1 ? "is" : "are") drawn."
    }

    private func largest(_ rows: [Row], _ count: Int) -> [Row] {
        let order = rows.indices.sorted { one, other in
            let (first, second) = (rows[one].values[0], rows[other].values[0])
            return first == second ? one < other : first ?? -.infinity > second ?? -.infinity
        }
        return order.prefix(count).map { rows[$0] }
    }

    /// Returns one row per name, if names recur; nil if they don't.
    private mutating func summed(_ rows: [Row], _ axis: ChartAxis, _ limit: Int) -> [Row]? {
        guard let x = choice.x, choice.group == nil else { return nil }
        var found: [Row] = []
        var places: [String: Int] = [:]
        var counts: [[Int]] = []
        for row in rows {
            guard let number = row.number else { continue }
            let key = ChartColumn.text(x.cell(table.rows[number])) ?? ""
            guard let place = places[key] else {
                if found.count * 2 > rows.count { return nil }
                places[key] = found.count
                found.append(row)
                counts.append(row.values.map { $0 == nil ? 0 : 1 })
                continue
            }
            for (index, value) in row.values.enumerated() {
                guard let value else { continue }
                let sum = (found[place].values[index] ?? 0) + value
                found[place].values[index] = max(
                    -.greatestFiniteMagnitude, min(sum, .greatestFiniteMagnitude))
                counts[place][index] += 1
            }
        }
        guard found.count * 2 <= rows.count else { return nil }
        // Percentages can't be added up.
        let isMean = choice.series.map { $0.profile.unit == "%" }
        for place in found.indices {
            var texts: [String] = []
            for (index, column) in choice.series.enumerated() {
                if isMean[index], let sum = found[place].values[index] {
                    found[place].values[index] = sum / Double(max(1, counts[place][index]))
                }
                texts.append(
                    found[place].values[index].map { NumberText(unit: column.profile.unit).text($0) } ?? "")
            }
            found[place].texts = texts
        }
        let what =
            isMean.allSatisfy(\.self)
            ? "mean" : isMean.contains(true) ? "sum (for percentages, the mean)" : "sum"
        remark(
            "Each bar is the \(what) of all rows with the same `\(x.name)`. The table has \(rows.count.counted("row"))."
        )
        guard found.count > limit else { return found }
        if axis == .names {
            remark(sentence(ofLargest: limit, of: found.count, choice.series[0].name))
            return largest(found, limit)
        }
        remark("Only the last \(limit) of \(found.count.counted("bar")) are drawn.")
        return Array(found.suffix(limit))
    }

    /// Inserts empty rows into a line where months, quarters, years or more than a few days are missing, so that the
    /// gap isn't bridged. If more steps are missing than present, the table is sparse by design and isn't changed.
    func broken(_ rows: [Row], _ axis: ChartAxis) -> [Row] {
        guard axis != .names, let steps = AxisSteps(axis, rows.map(\.position)),
            steps.count - rows.count <= rows.count
        else { return rows }
        // Weekends and holidays aren't gaps.
        let most = axis == .times(.day) ? 4 : 1
        var broken: [Row] = []
        for row in rows {
            if let last = broken.last, steps.distance(last.position, row.position) > most {
                let middle = last.position / 2 + row.position / 2
                broken.append(
                    Row(number: nil, position: middle, values: row.values.map { _ in nil }, label: ""))
            }
            broken.append(row)
        }
        return broken
    }

    /// Inserts an empty row for each missing month, quarter, year or day.
    private func filled(_ rows: [Row], _ axis: ChartAxis, _ limit: Int) -> [Row] {
        guard let steps = AxisSteps(axis, rows.map(\.position)), steps.count <= limit,
            steps.count - rows.count <= rows.count
        else { return rows }
        var filled: [Row] = []
        var next = 0
        let isISO = rows.first.map { label(of: $0).first?.isNumber ?? false } ?? false
        for step in 0..<steps.count {
            let position = steps.position(step)
            if next < rows.count, rows[next].position <= position {
                while next < rows.count, rows[next].position <= position {
                    filled.append(rows[next])
                    next += 1
                }
            } else {
                filled.append(
                    Row(
                        number: nil, position: position,
                        values: rows[0].values.map { _ in nil }, label: steps.label(step, isISO: isISO),
                        texts: rows[0].values.map { _ in "" }))
            }
        }
        return filled + rows[next...]
    }
}
