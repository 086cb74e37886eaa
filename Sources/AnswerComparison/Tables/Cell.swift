import Nx1Events
import ShellText

/// Comparison of cells.
enum Cell {
    /// Returns whether two cells are equal: the same text, both empty, or the same number in different notations.
    static func isSame(_ old: JSONValue, _ new: JSONValue) -> Bool {
        if case .string(let old) = old, case .string(let new) = new {
            return old == new || isSameNumber(old, new)
        }
        if old == new { return true }
        let (oldText, newText) = (text(of: old), text(of: new))
        return oldText == newText || isSameNumber(oldText, newText)
    }

    /// Returns the text of a cell; empty for null.
    static func text(of cell: JSONValue) -> String {
        switch cell {
        case .null: ""
        case .string(let text): text
        default: cell.serialized()
        }
    }

    /// Returns the text to use as a row's key. Numbers are normalized, so that their notation doesn't matter.
    static func key(of cell: JSONValue) -> String {
        let text = text(of: cell)
        guard let first = text.utf8.first, isDigit(first) || !isASCIILetter(first),
            let number = comparable(text)
        else { return text }
        return "\(number.value) \(number.unit)"
    }

    private static func isASCIILetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }

    private static func isSameNumber(_ old: String, _ new: String) -> Bool {
        if differOnlyInDigits(old, new) { return false }
        guard let old = comparable(old), let new = comparable(new) else { return false }
        return old.value == new.value && old.unit == new.unit
    }

    /// Returns whether two different texts differ only in digits. They are then different numbers, as in most changed
    /// cells.
    private static func differOnlyInDigits(_ old: String, _ new: String) -> Bool {
        guard old.utf8.count == new.utf8.count else { return false }
        return zip(old.utf8, new.utf8).allSatisfy { $0 == $1 || isDigit($0) && isDigit($1) }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

    /// Parses a number. Returns nil for codes with leading zeros, and for more digits than a `Double` can distinguish.
    static func comparable(_ text: String) -> WrittenNumber? {
        guard text.utf8.count <= 64 else { return nil }
        var count = 0
        var isAfterZero = false
        for byte in text.utf8 {
            if isDigit(byte) {
                if isAfterZero { return nil }
                isAfterZero = count == 0 && byte == 0x30
                count += 1
            } else {
                isAfterZero = false
            }
        }
        return (1...15).contains(count) ? WrittenNumber(text) : nil
    }
}
