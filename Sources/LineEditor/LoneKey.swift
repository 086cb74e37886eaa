/// Tells a key that is pressed alone from a text that begins with it, as a value: keys and moments go in.
///
/// A key counts when nothing follows for a moment. If a text follows soon after, the key was its first letter: then it is
/// taken back, and the text is whole. What is typed is never lost.
struct LoneKey {
    typealias Moment = ContinuousClock.Instant

    /// What comes of a key: what is to be told, and what was typed and belongs to the next line.
    struct Outcome: Equatable {
        var presses: [LineEditor.KeyPress] = []
        var typed: [UInt8] = []
    }

    /// How long nothing may follow before a key counts.
    static let calm: Duration = .milliseconds(100)
    /// How long a text may follow before it is a text of its own.
    static let doubt: Duration = .milliseconds(250)

    let key: UInt8
    /// How often it was pressed and not told yet, and told and still in doubt.
    private var (held, told) = (0, 0)
    private var last: Moment?

    init(_ key: UInt8) {
        self.key = key
    }

    /// A byte has come. Anything but the key is text, with the keys just before it.
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

    /// Time has passed.
    mutating func pass(to moment: Moment) -> Outcome {
        guard let last, held > 0, moment - last >= Self.calm else { return Outcome() }
        defer { (held, told) = (0, told + held) }
        return Outcome(presses: Array(repeating: .pressed, count: held))
    }

    /// Text follows, or the next line begins: what is in doubt was typed.
    mutating func giveBack(at moment: Moment) -> Outcome {
        settle(at: moment)
        defer { (held, told) = (0, 0) }
        return Outcome(
            presses: Array(repeating: .takenBack, count: told),
            typed: Array(repeating: key, count: told + held))
    }

    /// How long to wait before time decides.
    func patience(at moment: Moment) -> Duration? {
        guard let last, held > 0 else { return nil }
        return max(.zero, Self.calm - (moment - last))
    }

    private mutating func settle(at moment: Moment) {
        if let last, moment - last >= Self.doubt { told = 0 }
    }
}
