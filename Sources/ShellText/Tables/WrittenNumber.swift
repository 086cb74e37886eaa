package import Nx1Events

/// A number as people write it in tables: `2,410`, `3.2 %`, `€ 5`, `−4`, `(7)`, `1.2 M`.
package struct WrittenNumber: Sendable, Equatable {
    /// The value: 1,200,000 for `1.2 M`, but 3.2 for `3.2 %`.
    package let value: Double
    /// The currency or unit, such as `€`, `%` or `ms`; empty if there is none.
    package let unit: String
    /// The number of decimals, as written.
    package let fractionDigits: Int
    /// The factor of the written magnitude: 1,000,000 in `1.2 M`, 1 without one.
    package let magnitude: Double

    package init(value: Double, unit: String = "", fractionDigits: Int = 0, magnitude: Double = 1) {
        self.value = value
        self.unit = unit
        self.fractionDigits = fractionDigits
        self.magnitude = magnitude
    }

    /// Parses the number in a cell. Returns nil for null, Booleans, arrays, objects, and texts that aren't one number.
    package init?(_ cell: JSONValue) {
        switch cell {
        case .number(let number): self.init(number.description)
        case .string(let text): self.init(text)
        default: return nil
        }
    }

    /// Parses a number. Returns nil for other text, several numbers, dates, and numbers too large for a `Double`.
    package init?(_ text: String) {
        guard text.utf8.count <= Self.longest else { return nil }
        if let number = PlainNumber(text) {
            self.init(value: number.value, unit: number.unit, fractionDigits: number.fractionDigits)
            return
        }
        var rest = text.unicodeScalars.filter { !Self.isMarkup($0) }[...].trimmed
        let isInParentheses = rest.first == "(" && rest.last == ")"
        if isInParentheses { rest = rest.dropFirst().dropLast().trimmed }
        var sign = Self.sign(from: &rest)
        let currency = Self.currency(from: &rest)
        if sign == nil { sign = Self.sign(from: &rest) }
        guard let digits = WrittenDigits(from: &rest) else { return nil }
        guard let suffix = Suffix(rest, currency: currency), var value = Double(digits.plain) else {
            return nil
        }
        value *= suffix.magnitude
        guard value.isFinite else { return nil }
        if isInParentheses {
            guard sign == nil else { return nil }
            sign = -1
        }
        self.init(
            value: (sign ?? 1) * value, unit: suffix.unit, fractionDigits: digits.fractionCount,
            magnitude: suffix.magnitude)
    }

    /// The maximum length; longer texts are prose.
    private static let longest = 64

    private static func isMarkup(_ scalar: Unicode.Scalar) -> Bool {
        // Markdown emphasis, and direction marks around numbers in right-to-left text.
        switch scalar.value {
        case 0x2A, 0x60, 0x200E, 0x200F, 0x2066...0x2069, 0x061C: true
        default: false
        }
    }

    private static func sign(from rest: inout ArraySlice<Unicode.Scalar>) -> Double? {
        guard let first = rest.first, first == "-" || first == "+" || first == "\u{2212}" else { return nil }
        rest = rest.dropFirst().trimmed
        return first == "+" ? 1 : -1
    }

    private static func currency(from rest: inout ArraySlice<Unicode.Scalar>) -> String? {
        if let first = rest.first, first.properties.generalCategory == .currencySymbol {
            rest = rest.dropFirst().trimmed
            return String(first)
        }
        let letters = rest.prefix { $0.properties.isUppercase && $0.isASCII }
        guard letters.count == 3 else { return nil }
        rest = rest.dropFirst(3).trimmed
        return String(String.UnicodeScalarView(letters))
    }
}

/// The text after the digits: a magnitude, a unit, both or neither.
private struct Suffix {
    var unit: String
    var magnitude = 1.0

    private static let magnitudes: [String: Double] = [
        "k": 1e3, "K": 1e3, "M": 1e6, "Mn": 1e6, "mn": 1e6, "Mio": 1e6, "mio": 1e6, "Mio.": 1e6,
        "million": 1e6, "bn": 1e9, "Bn": 1e9, "Mrd": 1e9, "Mrd.": 1e9, "billion": 1e9, "G": 1e9, "T": 1e12,
        "tn": 1e12, "trillion": 1e12,
    ]
    private static let sizes: [String: Double] = [
        "kB": 1e3, "KB": 1e3, "MB": 1e6, "GB": 1e9, "TB": 1e12, "KiB": 1024, "MiB": 1_048_576,
        "GiB": 1_073_741_824, "TiB": 1_099_511_627_776,
    ]
    private static let ordinals: Set = ["st", "nd", "rd", "th"]
    private static let longestUnit = 12

    init?(_ rest: ArraySlice<Unicode.Scalar>, currency: String?) {
        let isAttached = rest.first.map { !$0.properties.isWhitespace } ?? false
        var words = String(String.UnicodeScalarView(rest)).split(whereSeparator: \.isWhitespace).map(
            String.init)
        guard words.count <= 2 else { return nil }
        unit = currency ?? ""
        guard let first = words.first else { return }
        if let magnitude = Self.magnitudes[first] {
            self.magnitude = magnitude
            words.removeFirst()
        } else if first == "B", currency != nil || isAttached {
            magnitude = 1e9
            words.removeFirst()
        } else if let size = Self.sizes[first], words.count == 1, currency == nil {
            (unit, magnitude) = ("B", size)
            return
        }
        guard let word = words.first else { return }
        guard words.count == 1, currency == nil, Self.isUnit(word),
            !(isAttached && Self.ordinals.contains(word))
        else { return nil }
        unit = word
    }

    private static func isUnit(_ word: String) -> Bool {
        if word.count > longestUnit { return false }
        return word.unicodeScalars.allSatisfy { scalar in
            switch scalar {
            case "%", "\u{2030}", "°", "/", "²", "³", "µ": true
            default: scalar.properties.isAlphabetic || scalar.properties.generalCategory == .currencySymbol
            }
        }
    }
}

/// Digits with separators, such as `2,410.50`, `2.410,50` or `2 410`.
private struct WrittenDigits {
    /// The digits with a decimal point and no other separators.
    private(set) var plain = ""
    private(set) var fractionCount = 0

    /// Parses the digits at the start of a text, and removes them from it.
    init?(from rest: inout ArraySlice<Unicode.Scalar>) {
        let written = rest.prefix { Self.isPart($0) || Self.isGap($0) }
        // A gap belongs to the number only between digits.
        let body = Array(written.reversed().drop { !$0.isDigit }.reversed())
        guard body.first?.isDigit == true || body.first == "." || body.first == ",",
            body.contains(where: \.isDigit)
        else { return nil }
        rest = rest.dropFirst(body.count)
        guard read(body), readExponent(from: &rest) else { return nil }
    }

    private mutating func read(_ body: [Unicode.Scalar]) -> Bool {
        let separators = body.filter { !$0.isDigit }
        guard let last = separators.last else {
            plain = text(body)
            return true
        }
        let groups = body.split(omittingEmptySubsequences: false) { !$0.isDigit }
        let isOfOneKind = Set(separators).count == 1
        let isGrouped =
            groups.count > 1 && (1...3).contains(groups[0].count)
            && groups[1...].allSatisfy { (2...3).contains($0.count) } && groups.last?.count == 3
        if isOfOneKind, isGrouped, groups.count > 2 || last != ".", groups[0].first != "0" {
            plain = text(body.filter(\.isDigit))
            return true
        }
        // The last separator is the decimal separator; those before it separate groups.
        guard last == "." || last == ",", let place = body.lastIndex(of: last) else { return false }
        let whole = body[..<place]
        guard !whole.contains(last), isOfGroups(whole) else { return false }
        fractionCount = body.count - place - 1
        plain = text(whole.filter(\.isDigit)) + "." + text(body[(place + 1)...])
        if plain.hasPrefix(".") { plain = "0" + plain }
        if plain.hasSuffix(".") { return false }
        return true
    }

    private func isOfGroups(_ whole: ArraySlice<Unicode.Scalar>) -> Bool {
        guard Set(whole.filter { !$0.isDigit }).count <= 1 else { return false }
        let groups = whole.split(omittingEmptySubsequences: false) { !$0.isDigit }
        guard groups.count > 1 else { return true }
        return (1...3).contains(groups[0].count) && groups[1...].allSatisfy { (2...3).contains($0.count) }
    }

    private mutating func readExponent(from rest: inout ArraySlice<Unicode.Scalar>) -> Bool {
        guard let first = rest.first, first == "e" || first == "E" else { return true }
        var tail = rest.dropFirst()
        var exponent = "e"
        if let sign = tail.first, sign == "-" || sign == "+" {
            exponent.unicodeScalars.append(sign)
            tail = tail.dropFirst()
        }
        let digits = tail.prefix(while: \.isDigit)
        if digits.isEmpty { return true }
        plain += exponent + text(digits)
        rest = tail.dropFirst(digits.count)
        return true
    }

    private func text(_ scalars: some Collection<Unicode.Scalar>) -> String {
        String(String.UnicodeScalarView(scalars))
    }

    private static func isPart(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isDigit || scalar == "." || scalar == "," || scalar == "'" || scalar == "\u{2019}"
            || scalar == "_"
    }

    /// Returns whether a character is a space that can separate groups of digits.
    private static func isGap(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x20, 0xA0, 0x2007, 0x2009, 0x202F: true
        default: false
        }
    }
}

extension Unicode.Scalar {
    fileprivate var isDigit: Bool { ("0"..."9").contains(self) }
}

extension ArraySlice<Unicode.Scalar> {
    fileprivate var trimmed: ArraySlice {
        let start = drop { $0.properties.isWhitespace }
        return start[..<(start.lastIndex { !$0.properties.isWhitespace }.map { $0 + 1 } ?? start.startIndex)]
    }
}
