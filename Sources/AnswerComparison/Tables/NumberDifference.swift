package import Nx1Events
import ShellText

/// The difference between two cells with numbers of the same unit.
package struct NumberDifference: Sendable, Equatable {
    /// The difference as a number: 200,000 between `1 M` and `1.2 M`. Percentages differ in points.
    package private(set) var value: JSONNumber
    /// The difference without its sign, in the notation of the new number: `€ 2`, `0.3 M`, `0.1 points`.
    let text: String
    /// Whether the new number is smaller.
    package let isNegative: Bool

    /// Returns nil unless both are numbers of the same unit with a representable difference.
    package init?(from old: JSONValue, to new: JSONValue) {
        let (oldText, newText) = (Cell.text(of: old), Cell.text(of: new))
        let difference =
            if let old = PlainNumber(oldText), let new = PlainNumber(newText), old.prefix == new.prefix,
                old.suffix == new.suffix
            {
                Self.difference(from: old, to: new)
            } else {
                Self.difference(from: oldText, to: newText)
            }
        guard let difference else { return nil }
        self = difference
    }

    /// - Parameter magnitude: the factor from the amount to the plain number.
    private init?(_ amount: Amount, times magnitude: Int = 1, text: String) {
        guard let digits = Int(amount.digits) else { return nil }
        let (whole, overflows) = digits.multipliedReportingOverflow(by: magnitude)
        guard !overflows else { return nil }
        var value = amount
        value.digits = String(whole)
        guard let number = value.json else { return nil }
        self.value = number
        self.text = text
        isNegative = amount.isNegative
    }

    private static func difference(from oldText: String, to newText: String) -> NumberDifference? {
        guard let old = Cell.comparable(oldText), let new = Cell.comparable(newText), old.unit == new.unit
        else { return nil }
        let form = WrittenForm(newText, new, besides: WrittenForm(oldText, old))
        guard !form.hasExponent, let amount = form.amount(from: old, to: new) else { return nil }
        var difference = NumberDifference(
            amount, times: Int(exactly: new.magnitude) ?? 1, text: form.text(of: amount))
        // Between magnitudes, such as kilobytes and megabytes, the text is rounded, but the value is exact.
        let exact = (new.value - old.value).rounded()
        if old.magnitude != new.magnitude, exact.magnitude < 0x20_0000_0000_0000,
            let whole = Int(exactly: exact)
        {
            difference?.value = JSONNumber(whole)
        }
        return difference
    }

    /// Returns the difference of two numbers in the same plain notation.
    private static func difference(from old: PlainNumber, to new: PlainNumber) -> NumberDifference? {
        let fractionDigits = max(old.fractionDigits, new.fractionDigits)
        func scaled(_ number: PlainNumber) -> Int? {
            (number.fractionDigits..<fractionDigits).reduce(number.digits) { scaled, _ in
                guard let (product, overflows) = scaled?.multipliedReportingOverflow(by: 10) else {
                    return nil
                }
                return overflows ? nil : product
            }
        }
        guard let before = scaled(old), let now = scaled(new), before != now else { return nil }
        let (difference, overflows) = now.subtractingReportingOverflow(before)
        guard !overflows else { return nil }
        let amount = Amount(
            isNegative: difference < 0, digits: String(difference.magnitude), fractionDigits: fractionDigits)
        let whole = old.isGrouped || new.isGrouped ? amount.whole.grouped(by: ",") : amount.whole
        let number = fractionDigits > 0 ? whole + "." + amount.fraction : whole
        return NumberDifference(amount, text: new.suffix.isEmpty ? new.prefix + number : number.inPoints)
    }

    /// Returns the difference with its sign, such as `+123`.
    /// - Parameter minus: the minus sign.
    func signed(minus: String) -> String { (isNegative ? minus : "+") + text }
}

/// A decimal number as a string of digits.
struct Amount {
    let isNegative: Bool
    /// All digits, without a decimal point.
    var digits: String
    /// The number of decimals.
    var fractionDigits: Int

    /// The digits before the decimal point, at least one.
    var whole: String {
        let count = digits.count - fractionDigits
        return count > 0 ? String(digits.prefix(count)) : "0"
    }

    /// The decimals.
    var fraction: String {
        String(repeating: "0", count: max(0, fractionDigits - digits.count)) + digits.suffix(fractionDigits)
    }

    /// Returns the amount without trailing zeros, but with at least `least` decimals.
    func trimmed(to least: Int) -> Amount {
        var amount = self
        while amount.fractionDigits > least, amount.digits.count > 1, amount.digits.hasSuffix("0") {
            amount.digits.removeLast()
            amount.fractionDigits -= 1
        }
        return amount
    }

    /// The number as JSON.
    var json: JSONNumber? {
        let amount = trimmed(to: 0)
        if amount.fractionDigits == 0 { return Int(amount.digits).map { JSONNumber(isNegative ? -$0 : $0) } }
        return JSONNumber(literal: (isNegative ? "-" : "") + amount.whole + "." + amount.fraction)
    }
}
