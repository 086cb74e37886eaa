/// How long a service asks to be left alone: `Retry-After` as seconds or as a date (RFC 9110, section 10.2.3), or the more
/// exact `Retry-After-Ms` that some gateways send.
struct RetryAfter: Sendable, Hashable {
    /// The fields' values as they came.
    var field: String?
    var milliseconds: String?

    /// The wait from now on; nil if none was asked for in a form that can be understood. A date in the past is no wait.
    /// - Parameter secondsSince1970: now.
    func wait(at secondsSince1970: Double) -> Duration? {
        if let milliseconds, let number = Self.number(milliseconds) { return .milliseconds(number) }
        guard let field else { return nil }
        if let seconds = Self.number(field) { return .seconds(seconds) }
        guard let date = HTTPDate(field) else { return nil }
        // Rounded up: never earlier than told.
        return .seconds(max(0, (date.secondsSince1970 - secondsSince1970).rounded(.up)))
    }

    /// A number of 0 or more; fractions are taken, though the RFC knows none. Capped at ten years.
    private static func number(_ text: String) -> Double? {
        guard let trimmed = text.split(separator: " ").first, text.split(separator: " ").count == 1,
            trimmed.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2E }),
            let number = Double(trimmed)
        else { return nil }
        return min(number, 315_360_000)
    }
}
