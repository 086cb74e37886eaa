/// Text of unknown origin, made safe for a sentence: on one line, truncated, and with control characters in caret
/// notation (`^[`) or as code points (`<U+009B>`).
package struct OneLine: CustomStringConvertible {
    /// At most `limit` characters, with an ellipsis if the text was truncated.
    package let text: String

    package init(_ original: some StringProtocol, limit: Int) {
        var text = ""
        var count = 0
        var gap = false
        for scalar in original.unicodeScalars {
            if Self.isBlank(scalar) {
                gap = count > 0
                continue
            }
            let visible = Self.form(of: scalar)
            let length = (gap ? 1 : 0) + (visible?.utf8.count ?? 1)
            guard count + length <= limit else {
                text += "…"
                break
            }
            if gap { text += " " }
            gap = false
            if let visible { text += visible } else { text.unicodeScalars.append(scalar) }
            count += length
        }
        self.text = text
    }

    package var description: String { text }

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case " ", "\t", "\n", "\r": true
        default: !scalar.isASCII && scalar.properties.generalCategory == .spaceSeparator
        }
    }

    /// The visible form of a control character; nil for other characters.
    private static func form(of scalar: Unicode.Scalar) -> String? {
        switch scalar.value {
        case 0...0x1F, 0x7F: return "^" + String(Unicode.Scalar(UInt8(scalar.value) ^ 0x40))
        case 0x80...0x9F, 0x2028, 0x2029:
            let digits = String(scalar.value, radix: 16, uppercase: true)
            return "<U+" + String(repeating: "0", count: 4 - digits.count) + digits + ">"
        default: return nil
        }
    }
}
