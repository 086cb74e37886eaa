/// A typed duration: a whole number with a unit, as in `30s`, `10m`, `1h` or `2d`.
package struct TypedDuration: Sendable, Hashable {
    /// The number of seconds; nil if it overflows an `Int`.
    package let seconds: Int?

    private static let units: [Character: Int] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]

    /// Parses a duration; nil if the text has another form.
    package init?(_ text: some StringProtocol) {
        let digits = text.dropLast()
        guard let unit = text.last.flatMap({ Self.units[$0] }), !digits.isEmpty,
            digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { return nil }
        let product = Int(digits)?.multipliedReportingOverflow(by: unit)
        seconds = product.flatMap { $0.overflow ? nil : $0.partialValue }
    }
}
