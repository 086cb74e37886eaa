/// Distinguishes a key pressed alone from text that starts with it: a value that takes keys and times.
///
/// A key counts only if nothing follows for a moment. If text follows soon after that, the key was its first letter:
/// the key press is revoked, and the text is complete. Input is never lost.
struct LoneKey {
    typealias Moment = ContinuousClock.Instant

    /// The result for a key: events to report, and typed bytes for the next line.
    struct Outcome: Equatable {
        var presses: [LineEditor.KeyPress] = []
        var typed: [UInt8] = []
    }

    /// How long nothing may follow before a key counts.
    static let calm: Duration = .milliseconds(100)
    /// How long after a key following text still includes it.
    static let doubt: Duration = .milliseconds(250)

    let key: UInt8
    /// The number of key presses not yet reported, and reported but still in doubt.
    private var (held, told) = (0, 0)
    private var last: Moment?

    init(_ key: UInt8) {
        self.key = key
    }

    /// Adds a byte. Anything but the key is text, together with the keys just before it.
    mutating func feed(_ byte: UInt8, at moment: Moment) -> Outcome {
        guard byte == key else {
            var outcome = giveBack(at: moment)
            outcome.typed.append(byte)
            return outcome
        }
        settle(at: moment)
        held += 1
        last = moment
        return Outcome()
    }

    /// Handles the passing of time.
    mutating func pass(to moment: Moment) -> Outcome {
        guard let last, held > 0, moment - last >= Self.calm else { return Outcome() }
        defer { (held, told) = (0, told + held) }
        return Outcome(presses: Array(repeating: .pressed, count: held))
    }

    /// Treats keys in doubt as typed text, because text follows or the next line starts.
    mutating func giveBack(at moment: Moment) -> Outcome {
        settle(at: moment)
        defer { (held, told) = (0, 0) }
        return Outcome(
            presses: Array(repeating: .takenBack, count: told),
            typed: Array(repeating: key, count: told + held))
    }

    /// How long to wait before a key counts.
    func patience(at moment: Moment) -> Duration? {
        guard let last, held > 0 else { return nil }
        return max(.zero, Self.calm - (moment - last))
    }

    private mutating func settle(at moment: Moment) {
        if let last, moment - last >= Self.doubt { told = 0 }
    }
}
