/// Text of unknown origin, fit to stand in a sentence: on one line, without control characters, cut to a length.
struct OneLine: CustomStringConvertible {
    /// At most `limit` characters, and an ellipsis where more came.
    let text: String

    init(_ original: some StringProtocol, limit: Int) {
        var text = ""
        var count = 0
        var gap = false
        for scalar in original.unicodeScalars {
            if Self.isGap(scalar) {
                gap = count > 0
                continue
            }
            let length = gap ? 2 : 1
            guard count + length <= limit else {
                text += "…"
                break
            }
            if gap { text += " " }
            gap = false
            text.unicodeScalars.append(scalar)
            count += length
        }
        self.text = text
    }

    var description: String { text }

    private static func isGap(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII
            ? scalar.value <= 0x20 || scalar.value == 0x7F
            : scalar.properties.isWhitespace || scalar.properties.generalCategory == .control
    }
}
