import Nx1Client

/// What a tool was given, for reading.
struct ToolArguments: Sendable {
    private let value: JSONValue

    init(_ value: JSONValue) { self.value = value }

    /// The query, if the tool was given one.
    var query: String? {
        let names = ["query", "sql", "statement", "sql_query", "query_string"]
        let named = value.object.flatMap { object in names.lazy.compactMap { object[$0]?.string }.first }
        guard let text = named ?? only, Self.isQuery(text) else { return nil }
        return text
    }

    /// The one text of which all depends: the only member, or the query.
    var gist: String {
        if let text = query ?? only { return text }
        guard let object = value.object else { return value.serialized() }
        return object.map { key, value in "\(key)=\(value.string ?? value.serialized())" }
            .joined(separator: " ")
    }

    /// A row for each, such as `pattern: %`; nil where that isn't all: with lists, objects, or texts of several rows.
    var named: String? {
        guard let object = value.object, !object.isEmpty else { return nil }
        let rows = object.map { name, value -> String? in
            guard value.array == nil, value.object == nil else { return nil }
            let text = value.string ?? value.serialized()
            return "\(name)\(text)".contains(where: \.isNewline) ? nil : "\(name): \(text)"
        }
        return rows.contains(nil) ? nil : rows.compactMap(\.self).joined(separator: "\n")
    }

    private var only: String? {
        if let text = value.string { return text }
        guard let object = value.object, object.count == 1 else { return nil }
        return object[0].value.string
    }

    /// Whether a text begins like SQL.
    private static func isQuery(_ text: String) -> Bool {
        let start = text.drop { $0.isWhitespace || $0 == "(" }
        if start.hasPrefix("--") || start.hasPrefix("/*") { return true }
        let word = start.prefix { $0.isLetter }.lowercased()
        guard word.utf8.count < start.utf8.count else { return false }
        return [
            "select", "with", "insert", "update", "delete", "merge", "create", "alter", "drop", "explain",
            "show",
            "describe", "desc", "values", "truncate", "grant", "call", "analyze", "pragma", "refresh", "use",
            "set",
        ].contains(word)
    }
}
