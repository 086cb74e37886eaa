package import Nx1Events
package import ShellText

/// The output of a command before formatting. Commands return it; the output formats write it.
package enum Reply: Sendable {
    /// No output.
    case none
    /// Facts, one per line.
    case facts([Fact])
    /// A list with column titles, which are also the JSON keys.
    /// - Parameter data: the list as JSON, if it has more to offer than the columns.
    case table(columns: [String], rows: [[JSONValue]], data: JSONValue? = nil)
    /// Prose, such as help, and its JSON form.
    case page(String, JSONValue)
    /// Markdown to read, and its JSON form.
    case article(String, JSONValue)
    /// Content that is laid out for the page that shows it.
    case document(Document)

    package struct Fact: Sendable {
        /// The JSON key; on a terminal its underscores are spaces.
        let key: String
        /// Whether the key is a name that the user chose, which keeps its underscores.
        let isVerbatim: Bool
        let value: JSONValue
        /// Whether text output has a line for a null value. JSON always has the key.
        let isShownEmpty: Bool

        package init(
            _ key: String, _ value: JSONValue, isShownEmpty: Bool = true, isVerbatim: Bool = false
        ) {
            self.key = key
            self.isVerbatim = isVerbatim
            self.value = value
            self.isShownEmpty = isShownEmpty
        }
    }

    package struct Document: Sendable {
        /// The rows for a terminal, each ended with a newline.
        let rows: @Sendable (Page) -> StyledText
        /// The text for a pipe, without a newline at its end.
        let text: @Sendable () -> String
        /// The content as JSON.
        let data: JSONValue
        /// The content as a table.
        let table: ResultTable

        /// - Parameters:
        ///   - rows: the rows for a terminal, each ended with a newline.
        ///   - text: the text for a pipe, without a newline at its end.
        ///   - data: the content as JSON.
        ///   - table: the content as a table.
        package init(
            rows: @escaping @Sendable (Page) -> StyledText, text: @escaping @Sendable () -> String,
            data: JSONValue, table: ResultTable
        ) {
            self.rows = rows
            self.text = text
            self.data = data
            self.table = table
        }
    }

    var json: JSONValue? {
        switch self {
        case .none: nil
        case .facts(let facts):
            .object(facts.reduce(into: JSONObject()) { object, fact in object[fact.key] = fact.value })
        case .table(_, _, let data?): data
        case .table(let columns, let rows, nil):
            .array(
                rows.map { row in
                    .object(
                        zip(columns, row).reduce(into: JSONObject()) { object, cell in object[cell.0] = cell.1
                        })
                })
        case .page(_, let data), .article(_, let data): data
        case .document(let document): document.data
        }
    }

    var text: String? {
        switch self {
        case .none: nil
        case .facts(let facts) where facts.isEmpty: nil
        case .facts(let facts):
            Self.aligned(
                facts.filter { $0.isShownEmpty || $0.value != .null }
                    .map { [$0.isVerbatim ? $0.key : Self.title($0.key), Self.cell($0.value)] })
        case .table(_, let rows, _) where rows.isEmpty: nil
        case .table(let columns, let rows, _):
            Self.aligned([columns.map(Self.title)] + rows.map { $0.map(Self.cell) })
        case .page(let text, _): text
        case .article(let source, _): Self.laidOut(source)
        case .document(let document): document.text()
        }
    }

    /// Markdown as plain text of 80 columns, without a newline at its end.
    private static func laidOut(_ source: String) -> String {
        let page = Page(columns: 80)
        var bytes = TerminalText(AnswerLayout(.string(source), on: page).rows, on: page).bytes
        if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }

    static func title(_ key: String) -> String {
        String(key.map { $0 == "_" ? " " : $0 })
    }

    static func cell(_ value: JSONValue) -> String {
        switch value {
        case .null: "-"
        case .bool(let flag): flag ? "yes" : "no"
        default: value.string ?? value.serialized()
        }
    }

    /// Aligns columns with two spaces between them. The last one isn't padded.
    private static func aligned(_ rows: [[String]]) -> String {
        let widths = (rows.first ?? []).indices.map { column in
            rows.map { StyledText($0[column]).width }.max() ?? 0
        }
        return rows.map { row in
            let cells = zip(row, widths).map {
                $0 + String(repeating: " ", count: max(0, $1 - StyledText($0).width))
            }
            var line = cells.joined(separator: "  ")
            while line.last == " " { line.removeLast() }
            return line
        }.joined(separator: "\n")
    }
}

/// A formatted answer or reply.
package enum Shown: Sendable {
    /// Untrusted text, followed by `ending`: exact in a pipe, with control characters made visible on a terminal.
    case text(String, ending: String = "\n")
    /// Rows laid out for a page, each ended with a newline.
    case rows(StyledText)
}

extension Shown {
    /// The bytes for a pipe or a file: exact text, or rows without styles.
    package var inPipe: [UInt8] {
        switch self {
        case .text(let text, let ending): Array((text + ending).utf8)
        case .rows(let rows): TerminalText(rows, on: .endless).bytes
        }
    }

    /// The bytes for a terminal, and the number of rows that they take there.
    package func onTerminal(_ page: Page) -> (bytes: [UInt8], rowCount: Int) {
        var rows: StyledText
        switch self {
        case .text(let text, _):
            rows = StyledText(text)
            rows.endRow()
        case .rows(let laidOut): rows = laidOut
        }
        return (TerminalText(rows, on: page).bytes, page.rowCount(of: rows))
    }
}
