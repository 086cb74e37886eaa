import Nx1Events
import ShellText

/// A cell as it is compared.
enum Cell {
    /// Whether two cells say the same: the same text, nothing in either, or one number that is written in two ways.
    static func isSame(_ old: JSONValue, _ new: JSONValue) -> Bool {
        if case .string(let old) = old, case .string(let new) = new {
            return old == new || isSameNumber(old, new)
        }
        if old == new { return true }
        let (oldText, newText) = (text(of: old), text(of: new))
        return oldText == newText || isSameNumber(oldText, newText)
    }

    /// The text of a cell; empty for null.
    static func text(of cell: JSONValue) -> String {
        switch cell {
        case .null: ""
        case .string(let text): text
        default: cell.serialized()
        }
    }

    /// The text by which a row is found: of a number its value, so that it may be written in two ways.
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

    /// Whether two texts that aren't equal have the same characters but for digits: then they are different numbers, and most cells that
    /// differ are such.
    private static func differOnlyInDigits(_ old: String, _ new: String) -> Bool {
        guard old.utf8.count == new.utf8.count else { return false }
        return zip(old.utf8, new.utf8).allSatisfy { $0 == $1 || isDigit($0) && isDigit($1) }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

    /// The number that a text is, unless it is a code with zeros in front, or has more digits than a `Double` tells apart.
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
