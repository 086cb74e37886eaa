/// A number of seconds from outside: a flag, a profile, a command, a service. Always convert such a number with this
/// type: `Duration` traps on values that don't fit.
package struct Seconds: Sendable, Hashable {
    /// The longest time that is accepted: ten years of 365 days.
    package static let longest: Duration = .seconds(315_360_000)

    /// Why a number can't be used.
    package enum Refusal: Error, Sendable, Hashable {
        /// It isn't a number, or is negative, or is zero where that isn't allowed.
        case notAboveZero
        /// It exceeds ``Seconds/longest``.
        case tooLong
    }

    /// The duration, from zero to ``longest``.
    package let duration: Duration

    /// Validates a number written by a person.
    /// - Parameter allowsZero: whether zero is allowed.
    package init(_ number: Double, allowsZero: Bool = false) throws(Refusal) {
        guard number > 0 || (allowsZero && number == 0) else { throw .notAboveZero }
        guard number <= Self.longest.seconds else { throw .tooLong }
        let duration = Duration.seconds(number)
        // A number too small for `Duration` becomes zero.
        guard allowsZero || duration > .zero else { throw .notAboveZero }
        self.duration = duration
    }

    /// Parses and validates a number written by a person.
    package init(_ text: some StringProtocol, allowsZero: Bool = false) throws(Refusal) {
        guard let number = Double(text) else { throw .notAboveZero }
        try self.init(number, allowsZero: allowsZero)
    }

    /// Converts a number from a service, clamped to ``longest``; nil if it's NaN or negative.
    package init?(clamping number: Double) {
        guard number >= 0 else { return nil }
        duration = number < Self.longest.seconds ? .seconds(number) : Self.longest
    }
}

extension Seconds.Refusal {
    /// The error message about a value. The subject includes the verb, as in `"soon" is` or `timeout is`.
    package func sentence(about subject: String, allowsZero: Bool = false) -> String {
        switch self {
        case .notAboveZero where allowsZero: "\(subject) not a valid number of seconds: it must be 0 or more."
        case .notAboveZero: "\(subject) not a valid number of seconds: it must be above 0."
        case .tooLong: "\(subject) more than ten years (\(Int64(Seconds.longest.seconds)) seconds)."
        }
    }
}
