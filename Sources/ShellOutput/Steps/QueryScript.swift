package import Nx1Events
import ShellText

/// The queries that a run's tools executed, in order, as a script for a database client.
package struct QueryScript: Sendable {
    private struct Query: Sendable {
        let text: String
        let hasFailed: Bool
        let error: String?
        /// Whether the query is truncated.
        let isCut: Bool
    }

    private let queries: [Query]

    package var isEmpty: Bool { queries.isEmpty }
    /// The number of queries.
    package var count: Int { queries.count }

    package init(_ steps: [RunStep]) {
        let tools = steps.filter { $0.kind == .tool }
        // The tree lists parallel tasks one after the other, so sort by time.
        let isTimed = tools.allSatisfy { $0.began != nil }
        let ordered = tools.enumerated().sorted {
            let (first, second) = ($0.element.began ?? 0, $1.element.began ?? 0)
            return isTimed && first != second ? first < second : $0.offset < $1.offset
        }
        queries = ordered.compactMap { _, step in
            guard let text = step.arguments.flatMap({ ToolArguments($0).query }) else { return nil }
            return Query(
                text: Self.trimmed(text), hasFailed: step.state == .failed, error: step.error,
                isCut: step.isCut && text.hasSuffix(RunStep.cutMark))
        }
    }

    /// The script without a trailing newline. Each query ends with a semicolon, and empty lines separate them.
    package var text: String { queries.map(Self.statement).joined(separator: "\n\n") }

    /// An array of objects with each query and its error.
    var json: JSONValue {
        .array(queries.map { ["query": .string($0.text), "error": $0.error.map(JSONValue.string) ?? .null] })
    }

    var table: ResultTable {
        ResultTable(
            columns: ["query", "error"],
            rows: queries.map { [.string($0.text), $0.error.map(JSONValue.string) ?? .null] })
    }

    /// Formats a query for a database client. A truncated query is commented out, since running it could do anything.
    private static func statement(_ query: Query) -> String {
        if query.isCut {
            let rows = query.text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            return (["-- truncated: too long to store:"] + rows.map { "-- \($0)" })
                .joined(separator: "\n")
        }
        let statement = query.text + SQLEnding(query.text).terminator
        guard query.hasFailed else { return statement }
        // The error must stay on one row, since the next row is code.
        let reason = query.error.map(StepSummary.line) ?? ""
        return (reason.isEmpty ? "-- failed" : "-- failed: \(reason)") + "\n" + statement
    }

    /// Removes leading empty rows and trailing whitespace.
    private static func trimmed(_ text: String) -> String {
        guard let end = text.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        let rows = text[...end].drop(while: \.isNewline)
        return String(rows)
    }
}

extension Reply {
    /// Creates a reply that shows a script of queries.
    package init(_ script: QueryScript) {
        self = .document(
            Document(
                rows: { _ in
                    // Wrapped rows couldn't be copied and run.
                    var rows = CodeColoring.colored(script.text, language: "sql")
                    rows.endRow()
                    return rows
                },
                text: { script.text }, data: script.json, table: script.table))
    }
}

/// The end of an SQL text: what must be appended to complete its last statement.
struct SQLEnding {
    private var hasEnded = false
    private var endsInComment = false

    /// A semicolon, on a new row after a comment; empty if the statement has one.
    var terminator: String { hasEnded ? "" : endsInComment ? "\n;" : ";" }

    init(_ text: String) {
        let bytes = Array(text.utf8)
        var position = 0
        while position < bytes.count {
            let rest = bytes[position...]
            let byte = bytes[position]
            endsInComment = false
            if rest.starts(with: "--".utf8) {
                let end = Self.end(of: "\n", in: rest.dropFirst(2))
                endsInComment = end == nil
                position = end ?? bytes.count
            } else if rest.starts(with: "/*".utf8) {
                position = Self.end(of: "*/", in: rest.dropFirst(2)) ?? bytes.count
            } else if "'\"`".utf8.contains(byte) {
                hasEnded = false
                position = rest.dropFirst().firstIndex(of: byte).map { $0 + 1 } ?? bytes.count
            } else if let tag = Self.dollarQuote(rest) {
                hasEnded = false
                position = Self.end(of: tag, in: rest.dropFirst(tag.utf8.count)) ?? bytes.count
            } else {
                if byte > 0x20 { hasEnded = byte == UInt8(ascii: ";") }
                position += 1
            }
        }
    }

    /// Returns the position after the first `sign`.
    private static func end(of sign: String, in bytes: ArraySlice<UInt8>) -> Int? {
        let sign = Array(sign.utf8)
        guard let first = sign.first else { return nil }
        var rest = bytes
        while let start = rest.firstIndex(of: first) {
            rest = rest[start...]
            if rest.starts(with: sign) { return start + sign.count }
            rest = rest.dropFirst()
        }
        return nil
    }

    /// Returns the `$$` or `$name$` with which PostgreSQL quotes function bodies; nil for other text.
    private static func dollarQuote(_ bytes: ArraySlice<UInt8>) -> String? {
        guard bytes.first == UInt8(ascii: "$") else { return nil }
        let name = bytes.dropFirst().prefix {
            $0 == UInt8(ascii: "_") || $0 >= 0x80 || (0x30...0x39).contains($0)
                || (0x61...0x7A).contains($0 | 0x20)
        }
        guard name.endIndex < bytes.endIndex, bytes[name.endIndex] == UInt8(ascii: "$"),
            name.first.map({ !(0x30...0x39).contains($0) }) ?? true
        else { return nil }
        return "$" + String(decoding: name, as: UTF8.self) + "$"
    }
}
