import LineEditor
import ShellInput

/// A request item whose value is a file, as far as it is typed: `key=@`, `key:=@"two wo`.
struct TypedFileItem {
    /// The key and the sign.
    let head: String
    /// The path without its quotes.
    let path: String
    let isQuoted: Bool

    init?(_ word: String) {
        let bytes = Array(word.utf8)
        guard let head = RequestItemHead(bytes[...]), head.sign == .textFile || head.sign == .jsonFile else {
            return nil
        }
        self.head = String(decoding: bytes[..<head.end], as: UTF8.self)
        let value = String(decoding: bytes[head.end...], as: UTF8.self)
        isQuoted = value.hasPrefix("\"") || value.hasPrefix("'")
        path = isQuoted ? Self.unquoted(value) : value
    }

    /// The item with each file that fits, in the quotes that its path needs.
    func candidates(in files: FileNames) -> [Candidate] {
        let names = files.matching(path)
        // All or none, or what they have in common would end before the quote.
        let needsQuotes = isQuoted || names.contains { Self.needsQuotes($0.path) }
        return names.map { name in
            let written = needsQuotes ? Self.quoted(name.path) + (name.isFolder ? "" : "\"") : name.path
            return Candidate(text: head + written, label: name.label, isFinal: !name.isFolder)
        }
    }

    private static func needsQuotes(_ path: String) -> Bool {
        path.contains(where: \.isWhitespace) || path.hasPrefix("\"") || path.hasPrefix("'")
    }

    /// In quotes that are still open.
    private static func quoted(_ path: String) -> String {
        path.reduce(into: "\"") { quoted, character in
            if character == "\"" || character == "\\" { quoted.append("\\") }
            quoted.append(character)
        }
    }

    private static func unquoted(_ value: String) -> String {
        guard let quote = value.first else { return value }
        var text = ""
        var isEscaped = false
        for character in value.dropFirst() {
            if isEscaped {
                if character != "\"", character != "\\" { text.append("\\") }
                text.append(character)
                isEscaped = false
            } else if character == "\\", quote == "\"" {
                isEscaped = true
            } else if character == quote {
                break
            } else {
                text.append(character)
            }
        }
        return text
    }
}
