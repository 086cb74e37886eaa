/// What somebody wants to see of a table.
package struct ChartRequest: Sendable, Hashable {
    /// The columns to chart, by name or number; empty to have them chosen.
    package var columns: [String]
    /// The column along the axis, by name or number; nil to have it chosen.
    package var x: String?
    /// The form; nil to have it chosen.
    package var kind: ChartKind?
    /// How many of the largest rows to show, from 1; nil for all that fit.
    package var top: Int?
    /// Whether values are on a logarithmic scale.
    package var isLogarithmic: Bool
    /// Which of the tables of an answer, from 1; nil for the first.
    package var table: Int?

    package init(
        columns: [String] = [], x: String? = nil, kind: ChartKind? = nil, top: Int? = nil,
        isLogarithmic: Bool = false, table: Int? = nil
    ) {
        self.columns = columns
        self.x = x
        self.kind = kind
        self.top = top
        self.isLogarithmic = isLogarithmic
        self.table = table
    }

    /// Reads the number after `--top`.
    /// - Throws: ``ChartRefusal`` unless it is a whole number from 1 on.
    package static func top(_ text: String) throws(ChartRefusal) -> Int {
        guard let number = Int(text), number > 0 else { throw invalidTop(text) }
        return number
    }

    static func invalidTop(_ text: String) -> ChartRefusal {
        ChartRefusal("--top needs a whole number of at least 1, not \"\(text)\".")
    }
}
