/// A number of seconds from outside: a flag, a profile, a command, a service. The only way from such a number to a `Duration`, as
/// one that doesn't fit would end the process.
package struct Seconds: Sendable, Hashable {
    /// The longest time that is accepted: ten years of 365 days.
    package static let longest: Duration = .seconds(315_360_000)

    /// Why a number can't be used.
    package enum Refusal: Error, Sendable, Hashable {
        /// It is not a number, or below zero, or zero where that isn't allowed.
        case notAboveZero
        /// It is more than ``Seconds/longest``.
        case tooLong
    }

    /// The time itself: from zero to ``longest``.
    package let duration: Duration

    /// Checks a number that a person wrote.
    /// - Parameter allowsZero: whether zero has a meaning.
    package init(_ number: Double, allowsZero: Bool = false) throws(Refusal) {
        guard number > 0 || (allowsZero && number == 0) else { throw .notAboveZero }
        guard number <= Self.longest.seconds else { throw .tooLong }
        let duration = Duration.seconds(number)
        // What is too small to count is no time at all.
        guard allowsZero || duration > .zero else { throw .notAboveZero }
        self.duration = duration
    }

    /// Reads a number that a person wrote.
    package init(_ text: some StringProtocol, allowsZero: Bool = false) throws(Refusal) {
        guard let number = Double(text) else { throw .notAboveZero }
        try self.init(number, allowsZero: allowsZero)
    }

    /// Takes a number that a service sent: at most ``longest``; nil if it is not a number, or below zero.
    package init?(clamping number: Double) {
        guard number >= 0 else { return nil }
        duration = number < Self.longest.seconds ? .seconds(number) : Self.longest
    }
}

extension Seconds.Refusal {
    /// The complaint about what somebody wrote as `text`, which may be the name of the setting with a verb behind it, as in
    /// `"soon" is` or `timeout is`.
    package func sentence(about subject: String, allowsZero: Bool = false) -> String {
        switch self {
        case .notAboveZero where allowsZero: "\(subject) neither a number of seconds above zero nor 0."
        case .notAboveZero: "\(subject) not a number of seconds above zero."
        case .tooLong: "\(subject) more than ten years (\(Int64(Seconds.longest.seconds)) seconds)."
        }
    }
}
