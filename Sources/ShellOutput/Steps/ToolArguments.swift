import Nx1Events

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

/// The JSON text of an object or a list that a model is still writing: its end isn't there yet.
struct UnfinishedJSON {
    /// The longest text that is read, in bytes.
    private static let most = 16 << 10

    /// What has been written of the value; nil if that is nothing yet, or no JSON.
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

    /// Where the text could end, and what closes it there.
    private struct End {
        var place = 0
        var closing: [UInt8] = []
    }

    /// What is open at a place of the text.
    private struct Scan {
        /// The ends of the open objects and lists, the innermost first.
        private var closing: [UInt8] = []
        private var isInString = false
        /// Where an escape begins in a string, and how many of its bytes are still to come.
        private var escape: (place: Int, left: Int)?
        /// The end before the member that is being written.
        private(set) var lastMember = End()

        mutating func feed(_ byte: UInt8, at place: Int) {
            guard !isInString else { return feedInString(byte, at: place) }
            switch byte {
            case UInt8(ascii: "\""): isInString = true
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                // The ends are two places behind the beginnings in ASCII.
                closing.insert(byte + 2, at: 0)
                lastMember = End(place: place + 1, closing: closing)
            case UInt8(ascii: "}"), UInt8(ascii: "]"): closing = Array(closing.dropFirst())
            case UInt8(ascii: ","): lastMember = End(place: place, closing: closing)
            default: break
            }
        }

        private mutating func feedInString(_ byte: UInt8, at place: Int) {
            if let (start, left) = escape {
                // `\u` and four digits, or one letter.
                let more = left == 1 && byte == UInt8(ascii: "u") && place == start + 1 ? 4 : left - 1
                escape = more > 0 ? (start, more) : nil
            } else if byte == UInt8(ascii: "\\") {
                escape = (place, 1)
            } else if byte == UInt8(ascii: "\"") {
                isInString = false
            }
        }

        /// The end of the whole text but for half an escape.
        func wholeEnd(_ count: Int) -> End {
            End(place: escape?.place ?? count, closing: (isInString ? [UInt8(ascii: "\"")] : []) + closing)
        }
    }
}
