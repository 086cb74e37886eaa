/// How old an answer may be that is used again, as somebody types it: `30s`, `10m`, `1h` or `2d`.
public struct MaximumAge: Sendable, Hashable {
    /// In milliseconds: from a second to 365 days.
    package let milliseconds: Int64
    /// As it was typed.
    package let text: String

    private static let longest = 365 * 86_400

    /// Parses a whole number with a unit.
    /// - Throws: ``MaximumAgeError`` if it is anything else, zero, or more than 365 days.
    public init(_ text: String) throws(MaximumAgeError) {
        guard let age = TypedDuration(text) else {
            throw MaximumAgeError("\"\(text)\" is not an age. Use 30s, 10m, 1h or 2d.")
        }
        guard let seconds = age.seconds, seconds <= Self.longest else {
            throw MaximumAgeError("\"\(text)\" is too long: at most 365 days (365d).")
        }
        guard seconds > 0 else {
            throw MaximumAgeError("\"\(text)\" is too short: at least a second (1s).")
        }
        milliseconds = Int64(seconds) * 1000
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
