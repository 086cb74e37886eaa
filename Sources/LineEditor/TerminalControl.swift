/// Characters that control a terminal or the order of its text, and their visible forms: caret notation (`^[`), or
/// the number (`<U+202E>`) for C1 controls, bidirectional controls and line separators.
package enum TerminalControl {
    package static func contains(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x00...0x1F, 0x7F...0x9F: true
        case 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x206F, 0xFFF9...0xFFFB: true
        default: false
        }
    }

    package static func form(of scalar: Unicode.Scalar) -> String {
        switch scalar.value {
        case 0x00...0x1F: "^" + String(Unicode.Scalar(UInt8(scalar.value) + 0x40))
        case 0x7F: "^?"
        default: "<U+" + padded(String(scalar.value, radix: 16, uppercase: true)) + ">"
        }
    }

    /// `text` on one row of a terminal, with visible control characters.
    static func row(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: contains) else { return text }
        return text.unicodeScalars.reduce(into: "") { shown, scalar in
            if contains(scalar) { shown += form(of: scalar) } else { shown.unicodeScalars.append(scalar) }
        }
    }

    private static func padded(_ digits: String) -> String {
        String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
    }
}
