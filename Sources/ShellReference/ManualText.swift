/// A text as the source of a manual page has it: in ASCII, escaped for roff(7), in lines that no formatter complains about.
enum ManualText {
    private static let width = 76

    /// A text for the place of one argument of a macro.
    static func argument(_ text: String) -> String {
        let escaped = escaped(text).replacing("\"", with: "\\(dq")
        return escaped.contains(" ") || escaped.isEmpty ? "\"\(escaped)\"" : escaped
    }

    /// Lines of a filled text: a new one for each sentence, none too long.
    static func lines(_ text: String) -> [String] {
        var lines: [String] = []
        var line = ""
        var endsSentence = false
        for word in text.split(whereSeparator: { $0.isWhitespace }) {
            let escaped = (isName(word) ? "\\%" : "") + escaped(String(word))
            if !line.isEmpty, endsSentence || line.count + 1 + escaped.count > width {
                lines.append(line)
                line = ""
            }
            line += line.isEmpty ? escaped : " " + escaped
            endsSentence = word.last.map { ".?!".contains($0) } ?? false
        }
        if !line.isEmpty { lines.append(line) }
        return lines.map(guarded)
    }

    /// Whether a word is to be typed as it is, and so must not be hyphenated at the end of a line.
    private static func isName(_ word: Substring) -> Bool {
        word.drop { "(\"".contains($0) }.contains { !$0.isLetter && !".,;:!?)\"'".contains($0) }
    }

    /// The lines of a text that is shown as it stands.
    static func literal(_ text: String) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { guarded(escaped(String($0))) }
    }

    /// A line that begins with a dot would be a macro.
    private static func guarded(_ line: String) -> String {
        line.hasPrefix(".") ? "\\&" + line : line
    }

    /// Each character as one that is shown as such by any formatter, on any terminal.
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
