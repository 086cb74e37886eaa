/// How old an answer may be that is used again, as somebody types it: `30s`, `10m`, `1h` or `2d`.
public struct MaximumAge: Sendable, Hashable {
    /// In milliseconds: from a second to 365 days.
    package let milliseconds: Int64
    /// As it was typed.
    package let text: String

    private static let units: [Character: Int64] = [
        "s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000,
    ]
    private static let longest: Int64 = 365 * 86_400_000

    /// Parses a whole number with a unit.
    /// - Throws: ``MaximumAgeError`` if it is anything else, zero, or more than 365 days.
    public init(_ text: String) throws(MaximumAgeError) {
        let digits = text.dropLast()
        guard let unit = text.last.flatMap({ Self.units[$0] }), !digits.isEmpty,
            digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { throw MaximumAgeError("\"\(text)\" is not an age. Use 30s, 10m, 1h or 2d.") }
        // A number that doesn't fit is too large.
        let (milliseconds, overflow) = (Int64(digits) ?? .max).multipliedReportingOverflow(by: unit)
        guard !overflow, milliseconds <= Self.longest else {
            throw MaximumAgeError("\"\(text)\" is too long: at most 365 days (365d).")
        }
        guard milliseconds > 0 else {
            throw MaximumAgeError("\"\(text)\" is too short: at least a second (1s).")
        }
        self.milliseconds = milliseconds
        self.text = text
    }
}

/// An age that makes no sense. The description is a sentence or two.
public struct MaximumAgeError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong, and what would be right.
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}
