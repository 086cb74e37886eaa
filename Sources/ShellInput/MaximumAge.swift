/// The maximum age of an answer that may be reused, as typed: `30s`, `10m`, `1h` or `2d`.
public struct MaximumAge: Sendable, Hashable {
    /// Between one second and 365 days.
    package let milliseconds: Int64
    /// The text as typed.
    package let text: String

    private static let longest = 365 * 86_400

    /// Parses a whole number with a unit.
    /// - Throws: ``MaximumAgeError`` if it is anything else, zero, or more than 365 days.
    public init(_ text: String) throws(MaximumAgeError) {
        guard let age = TypedDuration(text) else {
            throw MaximumAgeError(
                "\"\(text)\" isn't an age. Use a whole number with a unit, such as 30s, 10m, 1h or 2d.")
        }
        guard let seconds = age.seconds, seconds <= Self.longest else {
            throw MaximumAgeError("\"\(text)\" is too long: at most 365 days (365d).")
        }
        guard seconds > 0 else {
            throw MaximumAgeError("\"\(text)\" is too short: at least one second (1s).")
        }
        milliseconds = Int64(seconds) * 1000
        self.text = text
    }
}

/// An invalid age. The description is a sentence or two.
public struct MaximumAgeError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The problem and how to fix it.
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}
