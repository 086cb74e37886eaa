import ShellText

/// Estimates of text widths in a picture. The viewer's font is unknown, so these are upper bounds for usual fonts.
enum PictureText {
    /// Returns the width in pixels at the usual size.
    static func width(of text: String) -> Double {
        text.reduce(0) { $0 + width(of: $1) }
    }

    private static func width(of character: Character) -> Double {
        guard let byte = character.asciiValue else {
            return Double(StyledText(String(character)).width) * usual
        }
        switch Character(Unicode.Scalar(byte)) {
        case "W", "M", "m", "@", "%": return 13
        case "w", "G", "O", "Q", "D", "N", "H", "U", "&", "+", "=", "<", ">", "~", "#": return 11
        case "A"..."Z": return 9.2
        default: return usual
        }
    }

    /// The width of a letter or a digit, in pixels.
    private static let usual = 8.4

    /// Truncates a text to a width.
    /// - Parameter scale: the size of the text relative to the usual size.
    static func fitting(_ text: String, _ width: Double, scale: Double = 1) -> String {
        let room = width / scale
        if self.width(of: text) <= room { return text }
        var kept = ""
        var left = room - usual
        for character in text {
            left -= self.width(of: character)
            if left < 0 { break }
            kept.append(character)
        }
        return kept + "…"
    }

    /// Wraps a text to a width. The last of at most `limit` lines is truncated.
    static func lines(_ text: String, _ width: Double, limit: Int, scale: Double = 1) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            let longer = line.isEmpty ? String(word) : "\(line) \(word)"
            if !line.isEmpty, self.width(of: longer) * scale > width, lines.count + 1 < limit {
                lines.append(line)
                line = String(word)
            } else {
                line = longer
            }
        }
        if !line.isEmpty { lines.append(line) }
        return lines.map { fitting($0, width, scale: scale) }
    }
}
