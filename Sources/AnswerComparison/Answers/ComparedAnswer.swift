package import Nx1Events
package import ShellText

/// An answer, or a file, as it is compared: its tables, the text around them, or the JSON value that it is.
package struct ComparedAnswer: Sendable, Equatable {
    private enum Content: Sendable, Equatable {
        case text(String)
        /// An object or an array.
        case value(JSONValue)
        /// A table of a file.
        case table(ResultTable)
    }

    /// All tables in it, in order.
    package let tables: [ResultTable]
    /// The text outside of its tables; nil if there is none, or it can't be told from them.
    package let prose: String?
    private let content: Content

    /// An answer; one whose text is a JSON object or array counts as that.
    package init(_ answer: JSONValue) {
        if let value = Self.container(answer) {
            content = .value(value)
            tables = ResultTable(value).map { [$0] } ?? []
            prose = nil
            return
        }
        let text = answer.string ?? answer.serialized()
        content = .text(text)
        tables = AnswerParts(answer).tables
        prose = tables.isEmpty ? text : MarkdownProse(text, tableCount: tables.count).text
    }

    /// A table without anything around it.
    package init(_ table: ResultTable) {
        content = .table(table)
        tables = [table]
        prose = nil
    }

    /// The whole of it as text.
    package var text: String {
        switch content {
        case .text(let text): text
        case .value(let value): value.serialized(.indented)
        case .table(let table): SeparatedValues(table).text
        }
    }

    /// The object or the array that it is; nil for a text.
    package var value: JSONValue? {
        switch content {
        case .text: nil
        case .value(let value): value
        case .table(let table): table.json
        }
    }

    /// Whether it is one table and nothing else.
    package var isTable: Bool {
        if case .text = content { false } else { !tables.isEmpty }
    }

    private static func container(_ answer: JSONValue) -> JSONValue? {
        switch answer {
        case .object, .array: return answer
        case .string(let text):
            guard let first = text.utf8.first(where: { $0 > 0x20 }),
                first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
            else { return nil }
            return try? JSONValue(parsing: text)
        default: return nil
        }
    }
}
