import ArgumentParser
import Nx1Events

/// A time limit as a person writes it: a number above zero.
struct Seconds: Sendable {
    let duration: Duration

    init(_ text: String) throws {
        guard let seconds = Double(text), seconds > 0, seconds <= 1e9 else {
            throw ValidationError("\"\(text)\" is not a number of seconds above zero.")
        }
        duration = .seconds(seconds)
    }

    /// A time that may be none at all.
    static func orZero(_ text: String) throws -> Seconds {
        if Double(text) == 0 { return Seconds(.zero) }
        do {
            return try Seconds(text)
        } catch {
            throw ValidationError("\"\(text)\" is neither a number of seconds above zero nor 0.")
        }
    }

    private init(_ duration: Duration) {
        self.duration = duration
    }
}
