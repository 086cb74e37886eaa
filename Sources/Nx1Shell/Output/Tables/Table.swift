/// Rows under column titles, ready to be laid out.
struct Table: Sendable, Equatable {
    /// The titles; empty if there are none.
    var header: [StyledText] = []
    /// The cells; a row may be shorter than others.
    var rows: [[StyledText]] = []
    /// One for each column; columns without one are on the left.
    var alignments: [ColumnAlignment] = []

    var columnCount: Int {
        rows.reduce(header.count) { max($0, $1.count) }
    }
}

/// Where the text of a column stands.
enum ColumnAlignment: Sendable, Hashable {
    case left, center, right
}
