/// Text as roff(7) source: ASCII, escaped, in lines that no formatter warns about.
enum ManualText {
    private static let width = 76

    /// A face of the font that text is set in.
    enum Face: String {
        case roman = "R"
        case bold = "B"
        case italic = "I"
    }

    /// A text as one argument of a macro.
    static func argument(_ text: String) -> String {
        let escaped = escaped(text).replacing("\"", with: "\\(dq")
        return escaped.contains(" ") || escaped.isEmpty ? "\"\(escaped)\"" : escaped
    }

    /// The lines of a filled paragraph; each sentence begins a line.
    static func lines(_ text: String) -> [String] {
        lines([(text, .roman)])
    }

    /// The lines of a filled paragraph of pieces in different faces.
    static func lines(_ pieces: [(text: String, face: Face)]) -> [String] {
        var lines: [String] = []
        var line = ""
        var endsSentence = false
        for word in words(pieces) {
            let text = word.map(\.text).joined()
            let source = (isName(text[...]) ? "\\%" : "") + word.map(Self.source).joined()
            if !line.isEmpty, endsSentence || line.count + 1 + source.count > width {
                lines.append(line)
                line = ""
            }
            line += line.isEmpty ? source : " " + source
            endsSentence = text.last.map { ".?!".contains($0) } ?? false
        }
        if !line.isEmpty { lines.append(line) }
        return lines.map(guarded)
    }

    /// One piece of text as the argument of a macro.
    static func argument(_ pieces: [(text: String, face: Face)]) -> String {
        let source = words(pieces).map { $0.map(Self.source).joined() }.joined(separator: " ")
        return "\"" + source.replacing("\"", with: "\\(dq") + "\""
    }

    /// The words of a text, each as its parts in different faces.
    private static func words(
        _ pieces: [(text: String, face: Face)]
    ) -> [[(text: String, face: Face)]] {
        var words: [[(text: String, face: Face)]] = [[]]
        for piece in pieces {
            let parts = piece.text.split(omittingEmptySubsequences: false, whereSeparator: \.isWhitespace)
            for (index, part) in parts.enumerated() {
                if index > 0 { words.append([]) }
                if !part.isEmpty { words[words.count - 1].append((String(part), piece.face)) }
            }
        }
        return words.filter { !$0.isEmpty }
    }

    private static func source(_ part: (text: String, face: Face)) -> String {
        part.face == .roman
            ? escaped(part.text) : "\\f\(part.face.rawValue)\(escaped(part.text))\\fR"
    }

    /// Whether a word is something to type, which must not be hyphenated.
    private static func isName(_ word: Substring) -> Bool {
        word.drop { "(\"".contains($0) }.contains { !$0.isLetter && !".,;:!?)\"'".contains($0) }
    }

    /// The lines of a literal text.
    static func literal(_ text: String) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { guarded(escaped(String($0))) }
    }

    /// A line that begins with a dot would be a macro.
    private static func guarded(_ line: String) -> String {
        line.hasPrefix(".") ? "\\&" + line : line
    }

    /// Each character as every formatter shows it on every terminal.
    static func escaped(_ text: String) -> String {
        text.unicodeScalars.map { scalar in
            switch scalar {
            case "\\": "\\e"
            case "-": "\\-"
            case "'": "\\(aq"
            case "`": "\\(ga"
            case "^": "\\(ha"
            case "~": "\\(ti"
            case "…": "..."
            default: scalar.isASCII ? String(scalar) : "\\[u\(hexadecimal(scalar))]"
            }
        }.joined()
    }

    private static func hexadecimal(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
