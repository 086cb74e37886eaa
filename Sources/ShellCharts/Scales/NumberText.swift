import Nx1Events

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The format of a scale's numbers, with common decimals, magnitude and unit.
struct NumberText {
    private let unit: String
    /// The number of decimals; nil for as many as each number needs.
    private let digits: Int?
    private let magnitude: (divisor: Double, name: String)

    /// Creates a format for unrelated numbers.
    init(unit: String) {
        self.unit = unit
        digits = nil
        magnitude = (1, "")
    }

    /// Creates a format for the ticks of a scale.
    init(unit: String, ticks: [Double]) {
        self.unit = unit
        let largest = ticks.reduce(0) { max($0, $1.magnitude) }
        let steps = zip(ticks.dropFirst(), ticks).map { $0 - $1 }.filter { $0 > 0 }
        magnitude = Self.magnitude(of: largest, unit)
        let step = (steps.min() ?? largest) / magnitude.divisor
        let isEven = steps.allSatisfy { $0 < (steps.min() ?? 0) * 1.01 }
        digits =
            step > 0 && step < 1e15 && step >= 1e-9 && isEven && steps.count > 0
            ? max(0, Int(clamping: (-log10(step) - 1e-9).rounded(.up))) : nil
    }

    private static func magnitude(of largest: Double, _ unit: String) -> (Double, String) {
        if unit == "B" {
            let names: [(Double, String)] = [(1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k")]
            return names.first { largest >= $0.0 } ?? (1, "")
        }
        let names: [(least: Double, divisor: Double, name: String)] = [
            (1e16, 1, ""), (1e13, 1e12, "T"), (1e10, 1e9, "B"), (1e7, 1e6, "M"),
        ]
        return names.first { largest >= $0.least }.map { ($0.divisor, $0.name) } ?? (1, "")
    }

    func text(_ value: Double) -> String {
        let scaled = value / magnitude.divisor
        let number = digits.map { Self.fixed(scaled, $0) } ?? Self.plain(scaled)
        return Self.with(unit, number, scaled == 0 ? "" : magnitude.name)
    }

    /// Formats a number without a trailing unit, for use before another number with the same unit.
    func textWithoutUnitBehind(_ value: Double) -> String {
        let text = text(value)
        guard let end = text.lastIndex(where: { $0.isASCII && $0.isNumber }) else { return text }
        return String(text[...end])
    }

    private static func with(_ unit: String, _ number: String, _ magnitude: String) -> String {
        let scalars = Array(unit.unicodeScalars)
        if unit.isEmpty { return number + magnitude }
        if scalars.count == 1, scalars[0].properties.generalCategory == .currencySymbol {
            return number.hasPrefix("-")
                ? "-\(unit)\(number.dropFirst())\(magnitude)" : "\(unit)\(number)\(magnitude)"
        }
        if scalars.count == 3, scalars.allSatisfy({ ("A"..."Z").contains($0) }) {
            return "\(unit) \(number)\(magnitude)"
        }
        if unit == "%" || unit == "\u{2030}" || unit == "°" { return number + magnitude + unit }
        return "\(number) \(magnitude)\(unit)"
    }

    /// Formats a number with as many decimals as it needs.
    static func plain(_ value: Double) -> String {
        if value == 0 { return "0" }
        let size = value.magnitude
        guard size < 1e15, size >= 1e-4 else { return short(value) }
        let wanted = max(0, min(9, 3 - Int(clamping: log10(size).rounded(.down))))
        var text = fixed(value, wanted)
        if text.contains(".") {
            while text.hasSuffix("0") { text.removeLast() }
            if text.hasSuffix(".") { text.removeLast() }
        }
        return text
    }

    /// Formats a very large or very small number with three digits, such as `1.23e+20`.
    private static func short(_ value: Double) -> String {
        guard value.isFinite else { return value.isNaN ? "?" : value < 0 ? "-∞" : "∞" }
        let power = log10(value.magnitude).rounded(.down)
        let digits = (value / pow(10, power) * 100).rounded() / 100
        guard digits.isFinite else { return value.description }
        return "\(plain(digits))e\(Int(clamping: power))"
    }

    /// Formats a number with a fixed number of decimals and thousands separators.
    static func fixed(_ value: Double, _ digits: Int) -> String {
        let factor = pow(10, Double(digits))
        guard let scaled = Int(exactly: (value.magnitude * factor).rounded()) else {
            return value.description
        }
        var text = String(scaled)
        var fraction = ""
        if digits > 0 {
            text = String(repeating: "0", count: max(0, digits + 1 - text.utf8.count)) + text
            fraction = "." + text.suffix(digits)
            text = String(text.dropLast(digits))
        }
        return (value < 0 && scaled != 0 ? "-" : "") + text.withGroupedDigits + fraction
    }

    /// Rounds off the last digits of a sum, which are rounding errors.
    static func tidied(_ value: Double) -> Double {
        guard value != 0, value.magnitude < 1e300, value.magnitude > 1e-290 else { return value }
        let factor = pow(10, 12 - log10(value.magnitude).rounded(.down))
        let rounded = (value * factor).rounded() / factor
        return rounded.isFinite && (rounded - value).magnitude < value.magnitude * 1e-13 ? rounded : value
    }
}
