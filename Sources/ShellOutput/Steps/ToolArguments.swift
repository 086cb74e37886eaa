import Nx1Events

/// The arguments of a tool, prepared for reading.
struct ToolArguments: Sendable {
    private let value: JSONValue

    init(_ value: JSONValue) { self.value = value }

    /// The query among the arguments, if there is one.
    var query: String? {
        let names = ["query", "sql", "statement", "sql_query", "query_string"]
        let named = value.object.flatMap { object in names.lazy.compactMap { object[$0]?.string }.first }
        guard let text = named ?? only, Self.isQuery(text) else { return nil }
        return text
    }

    /// The arguments on one line: the query, the only member, or all members.
    var gist: String {
        if let text = query ?? only { return text }
        guard let object = value.object else { return value.serialized() }
        return object.map { key, value in "\(key)=\(value.string ?? value.serialized())" }
            .joined(separator: " ")
    }

    /// One row per argument, such as `pattern: %`; nil if an argument is an array, an object or a multi-line text.
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

    /// Returns whether a text begins like an SQL statement.
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

/// A parser for incomplete JSON text that a model is still writing.
struct UnfinishedJSON {
    /// The longest text that is parsed, in bytes.
    private static let most = 16 << 10

    /// The value written so far; nil if there is none yet, or the text isn't JSON.
    let value: JSONValue?

    init(_ text: String) {
        guard text.utf8.count <= Self.most else {
            value = nil
            return
        }
        var scan = Scan()
        for (place, byte) in text.utf8.enumerated() { scan.feed(byte, at: place) }
        let bytes = Array(text.utf8)
        value =
            [scan.wholeEnd(bytes.count), scan.lastMember].lazy
            .compactMap { end in try? JSONValue(parsing: bytes[..<end.place] + end.closing) }.first
    }

    /// A position where the text could end, and the characters that complete it there.
    private struct End {
        var place = 0
        var closing: [UInt8] = []
    }

    /// The open strings, objects and arrays at a position of the text.
    private struct Scan {
        /// The closing brackets of the open objects and arrays, innermost first.
        private var closing: [UInt8] = []
        private var isInString = false
        /// The start of an unfinished escape sequence, and the number of missing bytes.
        private var escape: (place: Int, left: Int)?
        /// The end before the unfinished member.
        private(set) var lastMember = End()

        mutating func feed(_ byte: UInt8, at place: Int) {
            guard !isInString else { return feedInString(byte, at: place) }
            switch byte {
            case UInt8(ascii: "\""): isInString = true
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                // In ASCII, the closing bracket is the opening one plus 2.
                closing.insert(byte + 2, at: 0)
                lastMember = End(place: place + 1, closing: closing)
            case UInt8(ascii: "}"), UInt8(ascii: "]"): closing = Array(closing.dropFirst())
            case UInt8(ascii: ","): lastMember = End(place: place, closing: closing)
            default: break
            }
        }

        private mutating func feedInString(_ byte: UInt8, at place: Int) {
            if let (start, left) = escape {
                // `\u` takes four digits; other escapes take one character.
                let more = left == 1 && byte == UInt8(ascii: "u") && place == start + 1 ? 4 : left - 1
                escape = more > 0 ? (start, more) : nil
            } else if byte == UInt8(ascii: "\\") {
                escape = (place, 1)
            } else if byte == UInt8(ascii: "\"") {
                isInString = false
            }
        }

        /// The end of the text, without an unfinished escape sequence.
        func wholeEnd(_ count: Int) -> End {
            End(place: escape?.place ?? count, closing: (isInString ? [UInt8(ascii: "\"")] : []) + closing)
        }
    }
}
