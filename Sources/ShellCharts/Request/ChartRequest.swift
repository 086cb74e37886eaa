/// The user's choices for a chart of a table.
package struct ChartRequest: Sendable, Hashable {
    /// The columns to chart, by name or number; empty to choose automatically.
    package var columns: [String]
    /// The column on the x axis, by name or number; nil to choose automatically.
    package var x: String?
    /// The kind of chart; nil to choose automatically.
    package var kind: ChartKind?
    /// The number of largest rows to show, at least 1; nil for all that fit.
    package var top: Int?
    /// Whether the value axis is logarithmic.
    package var isLogarithmic: Bool
    /// The number of the table in an answer, starting at 1; nil to choose automatically.
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

    /// Parses the value of `--top`.
    /// - Throws: ``ChartRefusal`` unless it is a positive whole number.
    package static func top(_ text: String) throws(ChartRefusal) -> Int {
        guard let number = Int(text), number > 0 else { throw invalidTop(text) }
        return number
    }

    static func invalidTop(_ text: String) -> ChartRefusal {
        ChartRefusal("--top must be a whole number above zero, not \"\(text)\".")
    }
}
