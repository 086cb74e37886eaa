/// Recognises, at the beginning of another connection, the events that are replayed from the history.
///
/// What a service does with a new connection is not known: it may go on exactly where the last one ended, or replay
/// everything, or the latest part; and it may say something of its own in between, a greeting or a sign of life. So the
/// places in the history at which the replay can be are followed, as long as what comes fits one of them. An event that
/// occurs only once in the history tells the place at once.
struct Resynchronization: Sendable {
    /// So many events that are not in the history, one after the other, end a replay, or say that there is none.
    static let patience = 2
    /// Only so early in the history can a replay from the start begin; its first events may be greetings.
    static let greetings = 3

    private let history: Range<Int>
    /// Where in the history the next event can be.
    private var expected: [Int] = []
    private var unknownInARow = 0

    /// A replay of what has come so far.
    init(of history: EventHistory) {
        self.history = 0..<history.count
    }

    /// Whether everything that comes from now on is new.
    var isOver: Bool {
        if history.isEmpty || unknownInARow == Self.patience { return true }
        return !expected.isEmpty && expected.allSatisfy { !history.contains($0) }
    }

    /// Whether the next event of the connection is one of the history.
    mutating func recognizes(_ fingerprint: EventHistory.Fingerprint, in memory: EventHistory) -> Bool {
        var matches = expected.filter { position in
            history.contains(position) && (memory[position] ?? fingerprint) == fingerprint
        }
        if matches.isEmpty { matches = places(of: fingerprint, in: memory) }
        if matches.isEmpty {
            unknownInARow += 1
            return false
        }
        unknownInARow = 0
        expected = matches.map { $0 + 1 }
        return true
    }

    /// Where a replay can begin with this event, or go on after a gap.
    private func places(of fingerprint: EventHistory.Fingerprint, in memory: EventHistory) -> [Int] {
        let known = memory.positions(of: fingerprint, before: history.upperBound)
        if let next = expected.min() {
            return known.count == 1 && known[0] >= next ? known : []
        }
        // Between the first and the latest events much is forgotten: only a replay from the start may cross that.
        return known.filter {
            $0 < Self.greetings || unknownInARow == 0 && $0 >= memory.latestPositions.lowerBound
        }
    }
}
