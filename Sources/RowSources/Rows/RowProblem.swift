import Nx1Events
import ShellText

/// A problem with a row, a header or the whole input, and its place.
package struct RowProblem: Error, Sendable, Equatable, CustomStringConvertible {
    package enum Place: Sendable, Equatable {
        /// The whole input.
        case input
        case line(Int)
        case header(line: Int)
        /// A row by its ordinal, and the line where it starts.
        case row(Int, line: Int?)
    }

    package let place: Place
    /// The text after the place, without a period: `has 4 values, but the header has 5`.
    package let reason: String

    package init(_ place: Place, _ reason: String) {
        self.place = place
        self.reason = reason
    }

    /// The place and the reason: `row 17 (line 21) has 4 values, but the header has 5`.
    package var description: String {
        switch place {
        case .input: "it \(reason)"
        case .line(let line): "line \(line) \(reason)"
        case .header(let line): "the header (line \(line)) \(reason)"
        case .row(let row, line: nil): "row \(row) \(reason)"
        case .row(let row, let line?): "row \(row) (line \(line)) \(reason)"
        }
    }

    static let empty = RowProblem(.input, "is empty")

    static let utf16 = RowProblem(
        .input, "is UTF-16 text; convert it to UTF-8 first, for example with `iconv -f UTF-16 -t UTF-8`")

    /// Creates the problem of invalid column names.
    init(_ place: Place, _ flaw: RowColumns.Flaw) {
        switch flaw {
        case .duplicate(let name): self.init(place, "has the column \(Self.quoted(name)) twice")
        case .unnamed(let index): self.init(place, "has no name for column \(index + 1)")
        }
    }

    /// Creates the problem of a value that should be an object.
    init(_ place: Place, instead value: JSONValue) {
        let kind =
            switch value {
            case .null: "null"
            case .bool: "a boolean"
            case .number: "a number"
            case .string: "a string"
            case .array: "a list"
            case .object: "an object"
            }
        self.init(place, "is \(kind), not an object")
    }

    /// A name as quoted in messages.
    static func quoted(_ name: String) -> String {
        "`\(VisibleText.visibleLine(String(name.prefix(80))))`"
    }
}
