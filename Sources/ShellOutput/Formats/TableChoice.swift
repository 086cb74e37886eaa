package import Nx1Values
package import ShellText

/// Which table of an answer a form shows.
package enum TableChoice: Sendable, Hashable {
    /// The only one.
    case only
    /// One of several, from 1.
    case number(Int)

    /// Reads what follows the colon of a format.
    init(_ text: String, of format: String) throws(Complaint) {
        guard let number = Int(text), number > 0 else {
            throw .usage(
                "Invalid table number in \(format):\(text).",
                advice: "Tables are numbered from 1, as in \(format):2.")
        }
        self = .number(number)
    }

    /// What it adds to the name of a format.
    var suffix: String {
        switch self {
        case .only: ""
        case .number(let number): ":\(number)"
        }
    }

    /// The table of an answer; nil if it has none and none was asked for by its number.
    /// - Throws: ``Complaint`` if there are several, or not so many.
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

    /// The tables by their numbers and the first of their titles.
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
    /// A form of tables: of the only one of an answer, or, by `NAME:2`, of the second.
    /// - Parameter form: the form with that name, of that table.
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
