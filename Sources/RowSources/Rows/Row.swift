package import Nx1Events

/// A row of a file or of an answer.
package struct Row: Sendable, Equatable {
    /// The columns of the row.
    package let columns: RowColumns
    /// A value for each column: a string if it comes from separated values, otherwise any JSON.
    package let values: [JSONValue]
    /// The ordinal among the rows, starting at 1; a header isn't counted.
    package let ordinal: Int
    /// The line where it starts, from 1; nil if lines are meaningless.
    package let line: Int?
    /// Whether the values are text: those of separated values and of Markdown tables.
    package let isText: Bool

    /// - Parameter values: one per column.
    package init(
        columns: RowColumns, values: [JSONValue], ordinal: Int, line: Int?, isText: Bool = false
    ) {
        self.columns = columns
        self.values = values
        self.ordinal = ordinal
        self.line = line
        self.isText = isText
    }

    /// The value in a column; nil if there is no column with that name.
    package subscript(_ name: String) -> JSONValue? {
        guard let place = columns.place(of: name), values.indices.contains(place) else { return nil }
        return values[place]
    }

    /// The row as an object, with its members in column order.
    package var object: JSONObject {
        JSONObject(zip(columns.names, values).map { ($0, $1) })
    }
}
