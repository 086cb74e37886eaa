package import Nx1Events

/// A row of a file or of an answer.
package struct Row: Sendable, Equatable {
    /// The names of its columns.
    package let columns: RowColumns
    /// A value for each column: a string where it comes from separated values, any JSON where it comes from JSON.
    package let values: [JSONValue]
    /// Its ordinal among the rows, from 1; a header isn't one.
    package let ordinal: Int
    /// The line where it begins, from 1; nil where lines say nothing.
    package let line: Int?
    /// Whether its values are texts, whatever they stand for: those of separated values and of tables in Markdown.
    package let isText: Bool

    /// - Parameter values: as many as there are columns.
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

    /// The row as an object, its members in the order of the columns.
    package var object: JSONObject {
        JSONObject(zip(columns.names, values).map { ($0, $1) })
    }
}
