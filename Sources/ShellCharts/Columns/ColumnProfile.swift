import Nx1Events
import ShellText

/// Statistics of a sample of a column's cells.
struct ColumnProfile: Equatable {
    /// The largest absolute value.
    var largest = 0.0
    /// The most frequent unit.
    var unit = ""
    /// Whether the numbers are strictly ascending.
    var isAscending = true
    /// Whether the numbers are 1, 2, 3 and so on.
    var isCount = true
    /// Whether all cells of the sample are different.
    var isDistinct = true
    /// The finest resolution of times.
    var resolution = WrittenTime.Resolution.year
}

/// The columns of a table.
struct ChartColumns {
    let all: [ChartColumn]

    init(_ table: ResultTable) {
        let count = table.columnCount
        // Sample evenly spaced rows, fewer if there are many columns.
        let most = max(8, min(2000, 60_000 / max(1, count)))
        let step = max(1, (table.rows.count + most - 1) / most)
        let sample = stride(from: 0, to: table.rows.count, by: step).map { table.rows[$0] }
        all = (0..<count).map { index in
            let title = index < table.columns.count ? table.columns[index].asLabel : ""
            return ChartColumn(
                index, title.isEmpty ? "column \(index + 1)" : title, sample, isFirst: index == 0)
        }
    }

    /// Finds a column by its name, ignoring case, by a part of its name, or by its number.
    /// - Throws: ``ChartRefusal``, which lists the columns.
    func find(_ name: String) throws(ChartRefusal) -> ChartColumn {
        let label = name.asLabel
        if let column = all.first(where: { $0.name == label }) { return column }
        let folded = Self.folded(label)
        if let column = all.first(where: { Self.folded($0.name) == folded }) { return column }
        if let column = all.first(where: { $0.name == "column \(label)" }) { return column }
        // A part of a name is enough if it is unambiguous.
        let parts = folded.utf8.count > 1 ? all.filter { Self.folded($0.name).contains(folded) } : []
        if parts.count == 1 { return parts[0] }
        if let number = Int(label), number > 0, number <= all.count { return all[number - 1] }
        throw ChartRefusal(
            "The table has no column \"\(label)\".",
            advice: "Its columns are \(all.map(\.name).named(upTo: 12)).")
    }

    /// Returns a reference that finds the column again: its name, or its number if the name is ambiguous.
    func reference(to column: ChartColumn) -> String {
        all.first { $0.name == column.name } == column ? column.name : "\(column.index + 1)"
    }

    /// Removes case, spaces, underscores and hyphens for comparison.
    private static func folded(_ name: String) -> String {
        name.lowercased().filter { $0 != " " && $0 != "_" && $0 != "-" }
    }
}

extension ChartColumn {
    /// Creates a column from a sample of the table's rows.
    init(_ index: Int, _ name: String, _ sample: [[JSONValue]], isFirst: Bool) {
        let cells = sample.map { index < $0.count ? $0[index] : .null }
        let texts = cells.compactMap(Self.text)
        var profile = ColumnProfile()
        profile.isDistinct = Set(texts).count == texts.count
        let content = Self.content(of: cells, texts, name, isFirst: isFirst, &profile)
        self.init(index: index, name: name, content: content, profile: profile)
    }

    private static func content(
        of cells: [JSONValue], _ texts: [String], _ name: String, isFirst: Bool,
        _ profile: inout ColumnProfile
    ) -> Content {
        // A few cells of another type, such as a note, don't change the column's type.
        func isNearlyAll(_ count: Int) -> Bool { count > 0 && count * 3 >= texts.count * 2 }
        if texts.isEmpty { return .nothing }
        if areYears(texts, name, isFirst: isFirst) { return .times(isDayFirst: false, isInUTC: false) }
        let numbers = cells.compactMap { WrittenNumber($0) }
        if isNearlyAll(numbers.count) {
            profile.learn(numbers)
            return .numbers
        }
        let ordinals = texts.compactMap { WrittenOrdinal($0) }
        if let cycle = ordinals.first?.cycle, isNearlyAll(ordinals.count { $0.cycle == cycle }) {
            return .ordinals(cycle)
        }
        let isDayFirst = texts.lazy.compactMap { WrittenTime.isDayFirst($0) }.first ?? false
        let times = texts.compactMap { WrittenTime($0, isDayFirst: isDayFirst) }
        if isNearlyAll(times.count) {
            profile.resolution = times.map(\.resolution).max() ?? .day
            // Offsets that differ by an hour are daylight saving time, so local time is kept.
            let offsets = times.lazy.map(\.offset)
            let spread = (offsets.max() ?? 0) - (offsets.min() ?? 0)
            return .times(isDayFirst: isDayFirst, isInUTC: spread > 3600)
        }
        return .texts
    }

    /// Returns whether the numbers are years: by the title, or as a first column of distinct, plausible years.
    private static func areYears(_ texts: [String], _ name: String, isFirst: Bool) -> Bool {
        guard texts.allSatisfy({ $0.utf8.count == 4 && Int($0).map { (1000...9999).contains($0) } ?? false })
        else { return false }
        let name = name.lowercased()
        if ["year", "years", "yr", "jahr", "fy"].contains(name) || name.hasSuffix(" year")
            || name.hasSuffix("_year") || name.hasPrefix("year ")
        {
            return true
        }
        return isFirst && texts.count > 1 && Set(texts).count == texts.count
            && texts.allSatisfy { Int($0).map { (1900...2100).contains($0) } ?? false }
    }
}

extension ColumnProfile {
    fileprivate mutating func learn(_ numbers: [WrittenNumber]) {
        var units: [String: Int] = [:]
        var last: Double?
        for (index, number) in numbers.enumerated() {
            largest = max(largest, number.value.magnitude)
            units[number.unit, default: 0] += 1
            if let last, number.value <= last { isAscending = false }
            if number.value != Double(index + 1) { isCount = false }
            last = number.value
        }
        unit = units.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? ""
    }
}
