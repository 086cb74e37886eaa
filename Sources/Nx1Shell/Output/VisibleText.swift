/// Text of foreign origin made fit for a terminal: what would drive it is shown, not obeyed (promise 4 of the design).
///
/// Control characters stand in caret notation (`^[`), C1 controls and bidirectional overrides by number (`<U+202E>`).
/// Newlines and tabs stay; a carriage return stays only in front of a newline, where it does nothing.
enum VisibleText {
    static func visible(_ text: String) -> String {
        let scalars = text.unicodeScalars
        guard scalars.contains(where: drivesTerminal) else { return text }
        var shown = String.UnicodeScalarView()
        var index = scalars.startIndex
        while index < scalars.endIndex {
            let scalar = scalars[index]
            index = scalars.index(after: index)
            if scalar == "\r", index < scalars.endIndex, scalars[index] == "\n" { continue }
            if drivesTerminal(scalar) {
                shown.append(contentsOf: form(of: scalar).unicodeScalars)
            } else {
                shown.append(scalar)
            }
        }
        return String(shown)
    }

    /// The same on a single line: newlines and tabs become spaces.
    static func visibleLine(_ text: String) -> String {
        visible(
            String(
                String.UnicodeScalarView(
                    text.unicodeScalars.map { "\n\r\t".unicodeScalars.contains($0) ? " " : $0 })))
    }

    private static func drivesTerminal(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A: false
        case 0x00...0x1F, 0x7F...0x9F: true
        case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }

    private static func form(of scalar: Unicode.Scalar) -> String {
        if scalar.value < 0x20 { return "^" + String(Unicode.Scalar(UInt8(scalar.value) + 0x40)) }
        if scalar.value == 0x7F { return "^?" }
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return "<U+" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits + ">"
    }
}
