extension [String] {
    /// The words in a sentence: `a, b and c`.
    var listed: String {
        count < 2 ? joined() : dropLast().joined(separator: ", ") + " and " + self[count - 1]
    }

    /// Names of columns in a sentence, a long list without its end: `` `a`, `b` and `c` ``.
    func named(upTo limit: Int) -> String {
        let names = prefix(limit).map { "`\($0)`" }
        return count > limit ? names.joined(separator: ", ") + ", … (\(count) in all)" : names.listed
    }
}

extension Int {
    /// With a comma between groups of three digits.
    var grouped: String { String(self).withGroupedDigits }

    /// So many of something: `1 row`, `5,000 rows`.
    func counted(_ noun: String) -> String { "\(grouped) \(noun)\(self == 1 ? "" : "s")" }
}

extension String {
    /// Digits, with or without a minus, with a comma between groups of three.
    var withGroupedDigits: String {
        let isNegative = hasPrefix("-")
        var text = isNegative ? "-" : ""
        let digits = isNegative ? dropFirst() : self[...]
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text += "," }
            text.append(digit)
        }
        return text
    }
}
