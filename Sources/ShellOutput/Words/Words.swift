package import Nx1Events

extension Duration {
    /// The seconds with one decimal, such as `2.6`.
    package var tenths: String {
        let tenths = (wholeMilliseconds + 50) / 100
        return "\(tenths / 10).\(tenths % 10)"
    }

    /// A compact form for columns: `2.6s`, `16m40s`, `3h05m`.
    var inColumn: String {
        func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let seconds = components.seconds
        if seconds < 999 { return tenths + "s" }
        if seconds < 6000 { return "\(seconds / 60)m\(two(seconds % 60))s" }
        return "\(seconds / 3600)h\(two(seconds / 60 % 60))m"
    }

    /// A form for estimates: `2.6 s`, `40 s`, `17 min`, `3 h 5 min`.
    package var rounded: String {
        let seconds = components.seconds
        if wholeMilliseconds < 9950 { return "\(tenths) s" }
        if seconds < 100 { return "\((wholeMilliseconds + 500) / 1000) s" }
        let minutes = seconds / 60 + (seconds % 60 >= 30 ? 1 : 0)
        if minutes < 100 { return "\(minutes) min" }
        return "\(minutes / 60) h \(minutes % 60) min"
    }

    /// The seconds as a table cell: a number with one decimal.
    package var cell: JSONValue { JSONNumber(literal: tenths).map(JSONValue.number) ?? .null }

}

extension Int {
    /// The number with thousands separators, such as `3,632`.
    var grouped: String {
        let digits = String(magnitude)
        var text = self < 0 ? "-" : ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text += "," }
            text.append(digit)
        }
        return text
    }
}

extension Int {
    /// The number with a noun, such as `1 step` or `3,632 tokens`.
    package func counted(_ noun: String) -> String { "\(grouped) \(noun)\(self == 1 ? "" : "s")" }
}
