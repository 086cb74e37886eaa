extension [String] {
    /// The words as a list in prose: `a, b and c`.
    var listed: String {
        count < 2 ? joined() : dropLast().joined(separator: ", ") + " and " + self[count - 1]
    }

    /// Lists column names in prose, truncating a long list: `` `a`, `b` and `c` ``.
    func named(upTo limit: Int) -> String {
        let names = prefix(limit).map { "`\($0)`" }
        return count > limit ? names.joined(separator: ", ") + ", … (\(count) in all)" : names.listed
    }
}

extension Int {
    /// The number with thousands separators.
    var grouped: String { String(self).withGroupedDigits }

    /// Returns the number with a noun, such as `1 row` or `5,000 rows`.
    func counted(_ noun: String) -> String { "\(grouped) \(noun)\(self == 1 ? "" : "s")" }
}

extension String {
    /// The digits, with or without a minus sign, with thousands separators.
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
