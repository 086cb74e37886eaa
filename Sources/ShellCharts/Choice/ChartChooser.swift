import Nx1Events
import ShellText

/// Chooses what a person would chart in a table.
struct ChartChooser {
    let columns: [ChartColumn]
    /// The numeric columns that can be series.
    let numeric: [ChartColumn]
    /// The question, whose words are matched with column names.
    let question: String?

    /// Time series with fewer points than this are drawn as bars.
    private static let fewestPoints = 7
    /// The maximum number of automatically chosen series.
    private static let mostSeries = 4
    /// More unnamed rows than this are drawn as a histogram.
    private static let mostUnnamed = 30

    // MARK: The axis

    /// Returns the column for the x axis, preferring dates, then months, then names; nil for row numbers.
    func axis(for series: [ChartColumn], _ request: ChartRequest, rows: Int) -> ChartColumn? {
        let free = columns.filter { !series.contains($0) }
        if request.kind == .scatter {
            let numbers = free.filter { $0.isNumeric && !Self.isIdentifier($0) }
            // Both axes need a column.
            return (series.isEmpty && numbers.count < 2 ? nil : numbers.first)
                ?? free.first { $0.isTime }
                ?? (series.isEmpty && numeric.count < 2 ? nil : free.first(where: \.isNumeric))
        }
        if let time = free.first(where: \.isTime) { return time }
        if let ordinal = free.first(where: \.isOrdinal) { return ordinal }
        let texts = free.filter { $0.content == .texts }
        if let name = texts.first(where: \.profile.isDistinct) ?? texts.first { return name }
        // An ascending first column is an x axis, unless it only counts the rows.
        guard let first = free.first, first.isNumeric, first.profile.isAscending, !first.profile.isCount,
            rows > 1, !series.isEmpty || numeric.count > 1
        else { return series.isEmpty && request.kind == nil ? scatterAxis(rows: rows) : nil }
        return first
    }

    /// Returns an x axis for a table of only numbers; nil if there is none.
    private func scatterAxis(rows: Int) -> ChartColumn? {
        let measures = numeric.filter { !Self.isIdentifier($0) }
        return measures.count > 1 && rows >= Self.fewestPoints ? measures.first : nil
    }

    // MARK: The series

    /// Returns the column that the question names, or the first one that isn't an identifier.
    func best(_ candidates: [ChartColumn]) -> ChartColumn {
        let measures = candidates.filter { !Self.isIdentifier($0) }
        let list = measures.isEmpty ? candidates : measures
        let scores = list.map(score)
        let highest = scores.max() ?? 0
        return list[scores.firstIndex(of: highest) ?? 0]
    }

    /// Returns the columns to draw: the best one, and those that can share its scale.
    func series(along x: ChartColumn?, _ kind: ChartKind?) -> [ChartColumn] {
        let candidates = numeric.filter { $0 != x }
        guard !candidates.isEmpty else { return [] }
        let best = best(candidates)
        if kind == .scatter || x?.isNumeric == true && kind == nil && x?.profile.isAscending != true {
            return [best]
        }
        let alike = candidates.filter { other in
            other == best
                || !Self.isIdentifier(other) && other.profile.unit == best.profile.unit
                    && score(other) == score(best)
                    && max(other.profile.largest, best.profile.largest)
                        <= 8 * min(other.profile.largest, best.profile.largest)
        }
        guard let place = alike.firstIndex(of: best) else { return [best] }
        return Array(alike[max(0, min(place, alike.count - Self.mostSeries))...].prefix(Self.mostSeries))
    }

    /// Returns how well a column's name matches the question: the number of matching words, doubled if all match.
    private func score(_ column: ChartColumn) -> Int {
        guard let question else { return 0 }
        let asked = Set(Self.words(question))
        let words = Self.words(column.name)
        let found = words.count { asked.contains($0) }
        return found == words.count ? found * 2 : found
    }

    private static func words(_ text: String) -> [String] {
        text.lowercased().split { !$0.isLetter && !$0.isNumber }.map { word in
            word.count > 3 && word.hasSuffix("s") ? String(word.dropLast()) : String(word)
        }
    }

    /// Returns whether a column only identifies or counts rows.
    static func isIdentifier(_ column: ChartColumn) -> Bool {
        let name = column.name.lowercased()
        if ["id", "#", "no", "no.", "nr", "nr.", "rank", "row", "index", "zip", "zip code", "key"].contains(
            name)
        {
            return true
        }
        return name.hasSuffix("_id") || name.hasSuffix(" id") || column.name.hasSuffix("Id")
            || column.index == 0 && column.profile.isCount && column.profile.largest > 1
    }

    // MARK: The form

    func kind(along x: ChartColumn?, _ series: [ChartColumn], rows: Int, isTop: Bool) -> ChartKind {
        if isTop { return .bar }
        guard let x else { return rows > Self.mostUnnamed && series.count == 1 ? .histogram : .bar }
        if x.isNumeric { return x.profile.isAscending ? .line : .scatter }
        if x.isTime || x.isOrdinal { return rows >= Self.fewestPoints ? .line : .bar }
        return .bar
    }

    /// Returns the column that distinguishes series, if every x value has one row per series.
    func group(along x: ChartColumn?, _ series: [ChartColumn], _ table: ResultTable) -> ChartColumn? {
        guard let x, table.rows.count > 3, table.rows.count <= 20_000, !x.profile.isDistinct else {
            return nil
        }
        let candidates = columns.filter { $0.content == .texts && $0 != x && !series.contains($0) }
        return candidates.prefix(4).first { column in
            var names: Set<String> = []
            var places: Set<[String]> = []
            for row in table.rows {
                guard let name = ChartColumn.text(column.cell(row)), let place = ChartColumn.text(x.cell(row))
                else { return false }
                names.insert(name)
                if names.count > ChartChoice.mostSeries { return false }
                if !places.insert([place, name]).inserted { return false }
            }
            return names.count > 1
        }
    }
}
