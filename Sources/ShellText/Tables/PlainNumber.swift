/// A number in one of the most common notations, such as `-2410`, `2,410.50`, `€ 5` or `3.2 %`. This is a fast path:
/// ``WrittenNumber`` is slower, and there may be a million numbers.
package struct PlainNumber: Sendable, Equatable {
    /// The digits as a signed integer below 10^15, such as 241050 for `2,410.50`.
    package private(set) var digits = 0
    /// The number of decimals.
    package private(set) var fractionDigits = 0
    /// Whether commas separate thousands.
    package private(set) var isGrouped = false
    /// `€`, `$` or nothing, with the space after it.
    package private(set) var prefix = ""
    /// `%` or nothing, with the space before it.
    package private(set) var suffix = ""

    /// Returns nil for other notations, codes with leading zeros, and anything that isn't a number.
    package init?(_ text: String) {
        guard text.utf8.count <= 32 else { return nil }
        var text = text
        let number = text.withUTF8 { Self($0) }
        guard let number else { return nil }
        self = number
    }

    private init?(_ bytes: UnsafeBufferPointer<UInt8>) {
        var position = 0
        func next() -> UInt8 { position < bytes.count ? bytes[position] : 0 }
        let isNegative = next() == UInt8(ascii: "-")
        if isNegative { position += 1 }
        if next() == UInt8(ascii: "$") {
            prefix = "$"
            position += 1
        } else if bytes.count - position > 3, bytes[position] == 0xE2, bytes[position + 1] == 0x82,
            bytes[position + 2] == 0xAC
        {
            prefix = "€"
            position += 3
        }
        if !prefix.isEmpty, next() == 0x20 {
            prefix += " "
            position += 1
        }
        var (count, group) = (0, 0)
        let start = position
        scan: while position < bytes.count {
            switch bytes[position] {
            case 0x30...0x39:
                digits = digits * 10 + Int(bytes[position] - 0x30)
                (count, group) = (count + 1, group + 1)
                if count > 15 { return nil }
            case UInt8(ascii: ","):
                guard isGrouped ? group == 3 : (1...3).contains(group) else { return nil }
                (isGrouped, group) = (true, 0)
            default: break scan
            }
            position += 1
        }
        guard count > 0, !isGrouped || group == 3, count == 1 || bytes[start] != 0x30 else { return nil }
        if next() == UInt8(ascii: ".") {
            position += 1
            while position < bytes.count, (0x30...0x39).contains(bytes[position]) {
                digits = digits * 10 + Int(bytes[position] - 0x30)
                (count, fractionDigits) = (count + 1, fractionDigits + 1)
                if count > 15 { return nil }
                position += 1
            }
            guard fractionDigits > 0 else { return nil }
        }
        let isBlank = next() == 0x20 && position + 1 < bytes.count
        if isBlank { position += 1 }
        if prefix.isEmpty, next() == UInt8(ascii: "%") {
            suffix = isBlank ? " %" : "%"
            position += 1
        } else if isBlank {
            return nil
        }
        guard position == bytes.count else { return nil }
        if isNegative { digits.negate() }
    }

    /// The currency or the unit; empty if there is none.
    package var unit: String { suffix.isEmpty ? String(prefix.prefix(1)) : "%" }

    /// The value, correctly rounded to a `Double`.
    package var value: Double {
        // Both are exact, so the quotient is the nearest `Double`.
        Double(digits) / Self.powers[fractionDigits]
    }

    private static let powers = (0...15).map { (0..<$0).reduce(1.0) { power, _ in power * 10 } }
}
