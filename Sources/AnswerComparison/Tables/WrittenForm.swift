import ShellText

/// The notation of a number: its prefix, suffix and separators.
struct WrittenForm {
    private var prefix = ""
    private var suffix = ""
    private var group: Character?
    private var decimal: Character = "."
    private let fractionDigits: Int
    private let magnitude: Double
    private let isPercent: Bool
    /// Whether the number is in scientific notation, such as `1e5`.
    private(set) var hasExponent = false

    /// - Parameter other: the notation of the compared number, used where this one gives no evidence.
    init(_ text: String, _ number: WrittenNumber, besides other: WrittenForm? = nil) {
        fractionDigits = number.fractionDigits
        magnitude = number.magnitude
        isPercent = number.unit == "%"
        let clean = text.filter { !Self.isAside($0) }
        let digits = clean.indices.filter { clean[$0].isASCIIDigit }
        guard let first = digits.first, let last = digits.last else { return }
        prefix = String(clean[..<first]).trimmingEnd(where: { $0 == "." || $0 == "," })
        suffix = String(clean[clean.index(after: last)...])
        let body = clean[first...last]
        hasExponent = body.contains { $0 == "e" || $0 == "E" }
        let separators = body.filter { !$0.isASCIIDigit }
        if number.fractionDigits > 0, let last = separators.last { decimal = last }
        group = separators.first { $0 != decimal || number.fractionDigits == 0 }
        guard let other else { return }
        hasExponent = hasExponent || other.hasExponent
        let hasNoPoint = number.fractionDigits == 0
        if hasNoPoint, other.fractionDigits > 0 { decimal = other.decimal }
        if group == nil, body.count(where: \.isASCIIDigit) < 4 + number.fractionDigits { group = other.group }
        if group == decimal { decimal = group == "," ? "." : "," }
    }

    /// Returns whether a character isn't part of the notation: signs, emphasis and direction marks.
    private static func isAside(_ character: Character) -> Bool {
        switch character {
        case "+", "-", "\u{2212}", "(", ")", "*", "`": true
        default:
            character.unicodeScalars.allSatisfy { $0.properties.generalCategory == .format }
        }
    }

    /// Returns the difference of two numbers, in the magnitude of the new one.
    /// - Returns: nil if the difference has too many digits to be exact.
    func amount(from old: WrittenNumber, to new: WrittenNumber) -> Amount? {
        // Convert decimals to the new magnitude: 950 k to 1.2 M is 0.25 M.
        var digits = max(old.fractionDigits, new.fractionDigits)
        var ratio = new.magnitude / old.magnitude
        while ratio > 1, digits < 9 {
            digits += 1
            ratio /= 10
        }
        guard digits <= 9 else { return nil }
        let scale = (0..<digits).reduce(1.0) { scale, _ in scale * 10 }
        let scaled = ((new.value - old.value) / new.magnitude * scale).rounded()
        guard scaled.magnitude < 0x20_0000_0000_0000, scaled != 0, let whole = Int(exactly: scaled.magnitude)
        else { return nil }
        let least = old.magnitude == new.magnitude ? digits : new.fractionDigits
        return Amount(isNegative: scaled < 0, digits: String(whole), fractionDigits: digits).trimmed(
            to: least)
    }

    /// Formats an amount in this notation, without a sign. Percentages become points.
    func text(of amount: Amount) -> String {
        let whole = group.map { amount.whole.grouped(by: $0) } ?? amount.whole
        let number = amount.fractionDigits > 0 ? whole + String(decimal) + amount.fraction : whole
        return isPercent ? number.inPoints : prefix + number + suffix
    }
}

extension Character {
    fileprivate var isASCIIDigit: Bool { ("0"..."9").contains(self) }
}

extension String {
    /// The number followed by `point` or `points`, the unit of differences of percentages.
    var inPoints: String { self + (self == "1" ? " point" : " points") }

    /// Returns the digits with thousands separators.
    func grouped(by separator: Character) -> String {
        guard utf8.count > 3 else { return self }
        var text = ""
        for (index, digit) in enumerated() {
            if index > 0, (utf8.count - index).isMultiple(of: 3) { text.append(separator) }
            text.append(digit)
        }
        return text
    }

    fileprivate func trimmingEnd(where isAside: (Character) -> Bool) -> String {
        var text = self
        while let last = text.last, isAside(last) { text.removeLast() }
        return text
    }
}
