/// Text of foreign origin on one row of a terminal: what would drive the terminal is shown, not obeyed.
///
/// Control characters appear in caret notation (`^[`), C1 controls, bidirectional controls and line separators
/// by number (`<U+202E>`).
enum VisibleText {
    static func row(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isUnfit) else { return text }
        return text.unicodeScalars.reduce(into: "") { shown, scalar in
            if isUnfit(scalar) {
                shown += form(of: scalar)
            } else {
                shown.unicodeScalars.append(scalar)
            }
        }
    }

    private static func isUnfit(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x00...0x1F, 0x7F...0x9F: true
        case 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
        default: false
        }
    }

    private static func form(of scalar: Unicode.Scalar) -> String {
        switch scalar.value {
        case 0x00...0x1F: "^" + String(Unicode.Scalar(UInt8(scalar.value) + 0x40))
        case 0x7F: "^?"
        default: "<U+" + padded(String(scalar.value, radix: 16, uppercase: true)) + ">"
        }
    }

    private static func padded(_ digits: String) -> String {
        String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
    }
}
