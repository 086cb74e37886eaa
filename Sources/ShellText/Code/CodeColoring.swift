/// A syntax highlighter for keywords, string literals, comments and keys.
package struct CodeColoring {
    private let bytes: UnsafeBufferPointer<UInt8>
    private let language: CodeLanguage
    private var spans: [StyledText.Span] = []
    private var position = 0
    /// Whether the row has had only spaces and hyphens so far.
    private var isAtBeginning = true

    /// Returns the text without its trailing newline, highlighted if the language is known.
    package static func colored(_ text: String, language name: String) -> StyledText {
        colored(text, in: CodeLanguage.named(name))
    }

    package static func colored(_ text: String, in language: CodeLanguage?) -> StyledText {
        var colored = StyledText(text.hasSuffix("\n") ? String(text.dropLast()) : text)
        if let language {
            colored.paint { bytes in
                var coloring = CodeColoring(bytes, language)
                coloring.run()
                return coloring.spans
            }
        }
        return colored
    }

    private init(_ bytes: UnsafeBufferPointer<UInt8>, _ language: CodeLanguage) {
        self.bytes = bytes
        self.language = language
    }

    private mutating func run() {
        while position < bytes.count {
            let start = position
            let byte = bytes[position]
            if let look = consumeComment() {
                paint(from: start, look)
            } else if language.quotes.contains(byte), takesText {
                consumeText(byte)
                paint(from: start, isKey ? Self.key : Self.text)
            } else if byte.isWord {
                consumeWord(from: start)
            } else {
                position += 1
                if byte == UInt8(ascii: " ") {
                    while position < bytes.count, bytes[position] == byte { position += 1 }
                }
                paint(from: start, .plain)
                if byte == UInt8(ascii: "\n") { isAtBeginning = true }
            }
            let blank = byte == UInt8(ascii: " ") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "\n")
            if !blank { isAtBeginning = false }
        }
    }

    private static let key = Look.bold
    private static let text = Look(color: .green)
    private static let keyword = Look(color: .magenta)

    private mutating func paint(from start: Int, _ look: Look) {
        if spans.last?.look == look {
            spans[spans.count - 1].end = position
        } else if position > start {
            spans.append(.init(end: position, look: look))
        }
    }

    // MARK: Comments

    private mutating func consumeComment() -> Look? {
        // The first characters of comments in all languages.
        switch bytes[position] {
        case UInt8(ascii: "#"), UInt8(ascii: "-"), UInt8(ascii: "/"): break
        default: return nil
        }
        // In YAML, a sign inside a word doesn't start a comment.
        let isFree = position == 0 || bytes[position - 1] <= 0x20 || language.keys != .firstWords
        if isFree, language.lineComments.contains(where: follows) {
            while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { position += 1 }
            return .dim
        }
        guard language.hasBlockComments, follows("/*") else { return nil }
        position += 2
        while position < bytes.count, !follows("*/") { position += 1 }
        position = min(bytes.count, position + 2)
        return .dim
    }

    private func follows(_ sign: String) -> Bool {
        var index = position
        for byte in sign.utf8 {
            guard index < bytes.count, bytes[index] == byte else { return false }
            index += 1
        }
        return true
    }

    // MARK: Texts

    /// Whether a quote starts a string literal here. In YAML, an apostrophe inside a word doesn't.
    private var takesText: Bool {
        language.keys != .firstWords || position == 0 || !bytes[position - 1].isWord
    }

    private mutating func consumeText(_ quote: UInt8) {
        let isLong = language.hasTripleQuotes && isTriple(quote)
        position += isLong ? 3 : 1
        while position < bytes.count {
            let byte = bytes[position]
            if language.hasBackslashes, byte == UInt8(ascii: "\\") {
                position = min(bytes.count, position + 2)
            } else if isLong, byte == quote, isTriple(quote) {
                position += 3
                return
            } else if !isLong, byte == quote {
                position += 1
                // A doubled quote is an escaped one.
                if language.hasBackslashes || position >= bytes.count || bytes[position] != quote { return }
                position += 1
            } else if !isLong, byte == UInt8(ascii: "\n") {
                return
            } else {
                position += 1
            }
        }
    }

    private func isTriple(_ quote: UInt8) -> Bool {
        position + 2 < bytes.count && bytes[position] == quote && bytes[position + 1] == quote
            && bytes[position + 2] == quote
    }

    /// Whether the token before the position is a key, followed by a colon.
    private var isKey: Bool {
        guard language.keys == .texts || language.keys == .firstWords && isAtBeginning else { return false }
        var next = position
        while next < bytes.count, bytes[next] == UInt8(ascii: " ") { next += 1 }
        guard next < bytes.count, bytes[next] == UInt8(ascii: ":") else { return false }
        return language.keys == .texts || next + 1 == bytes.count || bytes[next + 1] <= 0x20
    }

    // MARK: Words

    private mutating func consumeWord(from start: Int) {
        while position < bytes.count, bytes[position].isWord { position += 1 }
        if language.keys == .firstWords, isAtBeginning {
            // YAML keys may contain hyphens, periods and slashes.
            let end = position
            while position < bytes.count, bytes[position].isWord || "-./".utf8.contains(bytes[position]) {
                position += 1
            }
            if isKey {
                paint(from: start, Self.key)
                return
            }
            position = end
        }
        // No keyword is longer or starts with a digit.
        guard position - start <= 12, bytes[start] > UInt8(ascii: "9") else {
            paint(from: start, .plain)
            return
        }
        let word = String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<position]), as: UTF8.self)
        let isKeyword = language.keywords.contains(language.ignoresCase ? word.lowercased() : word)
        paint(from: start, isKeyword ? Self.keyword : .plain)
    }
}

extension UInt8 {
    fileprivate var isWord: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...: true
        default: false
        }
    }
}
