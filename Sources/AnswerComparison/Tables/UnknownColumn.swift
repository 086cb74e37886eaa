/// The error for a column that isn't in both tables.
package struct UnknownColumn: Error, Sendable, Equatable, CustomStringConvertible {
    package let name: String
    /// The columns that both tables have.
    package let names: [String]

    /// The message, which lists the columns of both tables.
    package var description: String {
        let shown = names.prefix(20).joined(separator: ", ") + (names.count > 20 ? ", …" : "")
        return names.isEmpty
            ? "Unknown column \"\(name)\": the tables have no columns in common."
            : "The column \"\(name)\" isn't in both tables. Columns in both: \(shown)."
    }
}
