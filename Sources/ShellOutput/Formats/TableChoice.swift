package import Nx1Values
package import ShellText

/// Selects a table of an answer.
package enum TableChoice: Sendable, Hashable {
    /// The only table.
    case only
    /// A table by its number, starting at 1.
    case number(Int)

    /// Parses the text after the colon of a format.
    init(_ text: String, of format: String) throws(Complaint) {
        guard let number = Int(text), number > 0 else {
            throw .usage(
                "Invalid table number in \(format):\(text).",
                advice: "Tables are numbered from 1, as in \(format):2.")
        }
        self = .number(number)
    }

    /// The suffix of the format's name, such as `:2`.
    var suffix: String {
        switch self {
        case .only: ""
        case .number(let number): ":\(number)"
        }
    }

    /// Returns the selected table of an answer; nil if the answer has none and no number was given.
    /// - Throws: ``Complaint`` if the choice is ambiguous, or the number too large.
    package func table(of result: CrewResult) throws(Complaint) -> ResultTable? {
        let tables = AnswerParts(result.answer).tables
        switch self {
        case .only:
            guard tables.count < 2 else {
                throw .usage(
                    "The answer has \(tables.count) tables: \(Self.list(tables)).",
                    advice: "To choose one, add its number to the format, as in csv:2.")
            }
            return tables.first
        case .number(let number):
            guard tables.indices.contains(number - 1) else {
                switch tables.count {
                case 0: throw .usage("The answer has no table.")
                case 1: throw .usage("The answer has no table \(number), only one: \(Self.list(tables)).")
                default:
                    throw .usage(
                        "The answer has no table \(number), only \(tables.count): \(Self.list(tables)).")
                }
            }
            return tables[number - 1]
        }
    }

    /// Lists tables by number, with their first titles.
    private static func list(_ tables: [ResultTable]) -> String {
        let shown = tables.prefix(8).enumerated().map { index, table in
            let titles = table.columns.prefix(4).map { VisibleText.visibleLine(String($0.prefix(24))) }
            let rest = table.columns.count > 4 ? ", …" : ""
            return titles.isEmpty ? "\(index + 1)" : "\(index + 1) (\(titles.joined(separator: ", "))\(rest))"
        }
        return shown.joined(separator: ", ") + (tables.count > 8 ? ", …" : "")
    }
}

extension OutputFormat {
    /// Creates a format for tables, which also accepts a table number, as in `NAME:2`.
    /// - Parameter form: creates the format with a name, for a table.
    static func ofTables(
        _ name: String, _ form: @escaping @Sendable (String, TableChoice) -> OutputFormat
    ) -> OutputFormat {
        var format = form(name, .only)
        format.part = { text throws(Complaint) in
            let choice = try TableChoice(text, of: name)
            return form(name + choice.suffix, choice)
        }
        return format
    }
}
