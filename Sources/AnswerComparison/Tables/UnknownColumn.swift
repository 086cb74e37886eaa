/// A column that neither table has, or only one of them.
package struct UnknownColumn: Error, Sendable, Equatable, CustomStringConvertible {
    package let name: String
    /// The columns that both tables have.
    package let names: [String]

    /// What is wrong, and which columns there are.
    package var description: String {
        let shown = names.prefix(20).joined(separator: ", ") + (names.count > 20 ? ", …" : "")
        return names.isEmpty
            ? "There is no column \"\(name)\": the tables have no column in common."
            : "There is no column \"\(name)\" in both tables. They have: \(shown)."
    }
}
