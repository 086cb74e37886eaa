/// The properties of a language that highlighting needs.
package struct CodeLanguage: Sendable {
    let names: [String]
    var lineComments: [String] = []
    var hasBlockComments = false
    /// The quotes of string literals.
    var quotes: [UInt8] = [UInt8(ascii: "\"")]
    /// Whether three quotes start a multi-line string literal.
    var hasTripleQuotes = false
    /// Whether quotes are escaped by a backslash. Otherwise they are doubled.
    var hasBackslashes = true
    var keywords: Set<String> = []
    var ignoresCase = false
    var keys = Keys.none

    /// The kinds of keys.
    enum Keys: Sendable {
        case none
        /// String literals before a colon.
        case texts
        /// The first word of a row, before a colon.
        case firstWords
    }

    /// Returns the language named by the first word after a fence.
    static func named(_ name: String) -> CodeLanguage? {
        let word = name.prefix { $0 != " " && $0 != "{" && $0 != "," }.lowercased()
        return all.first { $0.names.contains(word) }
    }

    package static let json = CodeLanguage(
        names: ["json", "jsonc", "json5", "jsonl", "ndjson"], lineComments: ["//"], hasBlockComments: true,
        keywords: ["true", "false", "null"], keys: .texts)

    private static let all = [json, yaml, sql, python]

    private static let yaml = CodeLanguage(
        names: ["yaml", "yml"], lineComments: ["#"],
        quotes: [UInt8(ascii: "\""), UInt8(ascii: "'")],
        keywords: ["true", "false", "null", "yes", "no", "on", "off"], keys: .firstWords)

    private static let python = CodeLanguage(
        names: ["python", "py", "python3", "pyspark"], lineComments: ["#"],
        quotes: [UInt8(ascii: "\""), UInt8(ascii: "'")], hasTripleQuotes: true,
        keywords: [
            "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue",
            "def", "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in",
            "is", "lambda", "match", "case", "nonlocal", "not", "or", "pass", "raise", "return", "self",
            "try",
            "while", "with", "yield",
        ])

    private static let sql = CodeLanguage(
        names: [
            "sql", "postgresql", "postgres", "mysql", "trino", "presto", "spark-sql", "sparksql", "psql",
        ],
        lineComments: ["--"], hasBlockComments: true, quotes: [UInt8(ascii: "'"), UInt8(ascii: "\"")],
        hasBackslashes: false,
        keywords: [
            "add", "all", "alter", "analyze", "and", "any", "as", "asc", "between", "by", "case", "cast",
            "create", "cross", "current", "database", "default", "delete", "desc", "describe", "distinct",
            "drop", "else", "end", "escape", "except", "exists", "explain", "extract", "false", "fetch",
            "filter", "first", "following", "for", "from", "full", "grant", "group", "having", "if", "ilike",
            "in", "index", "inner", "insert", "intersect", "interval", "into", "is", "join", "key", "last",
            "lateral", "left", "like", "limit", "merge", "natural", "not", "null", "nulls", "offset", "on",
            "or", "order", "outer", "over", "partition", "preceding", "primary", "qualify", "range",
            "references", "replace", "revoke", "right", "row", "rows", "schema", "select", "set", "show",
            "table", "then", "to", "true", "truncate", "unbounded", "union", "unique", "unnest", "update",
            "use", "using", "values", "view", "when", "where", "window", "with", "within",
        ], ignoresCase: true)
}
