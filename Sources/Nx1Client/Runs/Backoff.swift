/// Pauses that grow from one to the next and start anew when something happens.
struct Backoff: Sendable, Hashable {
    let first: Duration
    let last: Duration
    private var current: Duration

    init(from first: Duration, to last: Duration) {
        self.first = first
        self.last = last
        current = first
    }

    /// The pause to make now; the following one is half as long again, up to the longest.
    mutating func next() -> Duration {
        defer { current = min(current * 3 / 2, last) }
        return current
    }

    mutating func reset() {
        current = first
    }
}
