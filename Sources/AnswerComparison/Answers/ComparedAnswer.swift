package import Nx1Events
package import ShellText

/// An answer or a file prepared for comparison: its tables and the text around them, or its JSON value.
package struct ComparedAnswer: Sendable, Equatable {
    private enum Content: Sendable, Equatable {
        case text(String)
        /// An object or an array.
        case value(JSONValue)
        /// A table from a file.
        case table(ResultTable)
    }

    /// The tables, in order.
    package let tables: [ResultTable]
    /// The text outside of tables; nil if there is none, or if it can't be separated from them.
    package let prose: String?
    private let content: Content

    /// Creates the comparable form of an answer. A text that is a JSON object or array is parsed.
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

    /// Creates the comparable form of a single table.
    package init(_ table: ResultTable) {
        content = .table(table)
        tables = [table]
        prose = nil
    }

    /// All of the content as text.
    package var text: String {
        switch content {
        case .text(let text): text
        case .value(let value): value.serialized(.indented)
        case .table(let table): SeparatedValues(table).text
        }
    }

    /// The JSON object or array; nil for text.
    package var value: JSONValue? {
        switch content {
        case .text: nil
        case .value(let value): value
        case .table(let table): table.json
        }
    }

    /// Whether the content is a single table.
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
