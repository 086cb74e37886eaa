import Nx1Events
import ShellText

/// What a person would draw of a table.
struct ChartChooser {
    let columns: [ChartColumn]
    /// Those with numbers that can be series.
    let numeric: [ChartColumn]
    /// What was asked, in whose words the columns are looked for.
    let question: String?

    /// Fewer points along time than this are bars.
    private static let fewestPoints = 7
    /// The most series that are chosen.
    private static let mostSeries = 4
    /// Rows without names, more than this, are better shown by how often each value is there.
    private static let mostUnnamed = 30

    // MARK: The axis

    /// The column along the axis: dates before months before names; nil for the numbers of the rows.
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
        // A first column whose numbers only grow is one to draw the others along, unless it only counts the rows.
        guard let first = free.first, first.isNumeric, first.profile.isAscending, !first.profile.isCount,
            rows > 1, !series.isEmpty || numeric.count > 1
        else { return series.isEmpty && request.kind == nil ? scatterAxis(rows: rows) : nil }
        return first
    }

    /// Of a table with nothing but numbers, one that others may depend on.
    private func scatterAxis(rows: Int) -> ChartColumn? {
        let measures = numeric.filter { !Self.isIdentifier($0) }
        return measures.count > 1 && rows >= Self.fewestPoints ? measures.first : nil
    }

    // MARK: The series

    /// The column that the question names, else the first that isn't there only to tell rows apart.
    func best(_ candidates: [ChartColumn]) -> ChartColumn {
        let measures = candidates.filter { !Self.isIdentifier($0) }
        let list = measures.isEmpty ? candidates : measures
        let scores = list.map(score)
        let highest = scores.max() ?? 0
        return list[scores.firstIndex(of: highest) ?? 0]
    }

    /// The columns to draw: the best one, and those that can share its scale.
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

    /// How many words of a column's name the question has; fewer if some are missing.
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

    /// Whether a column only tells rows apart or counts them.
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

    /// The column that tells series apart where each place of the axis has a row for each of them.
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
