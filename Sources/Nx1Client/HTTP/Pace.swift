/// How fast runs may be asked for, as a value: what the service refuses to one (429) holds for all that share a client.
///
/// After a refusal nobody asks until the time that the service has named, and then at most half as many at once as before; each
/// run that is taken lets one more go, until there is no limit again.
struct Pace: Sendable {
    /// What somebody does who wants to ask.
    enum Verdict: Sendable, Hashable {
        case go
        /// Wait so long, and want again.
        case wait(Duration)
        /// Wait until another is back.
        case queue
    }

    /// Where the limit is lifted.
    private static let unlimited = 1024

    /// How many may be on their way at once; nil is any number.
    private(set) var limit: Int?
    private(set) var onTheirWay = 0
    /// Nobody asks before this.
    private var resumes = Duration.zero

    /// Somebody wants to ask at the time `now`.
    mutating func want(at now: Duration) -> Verdict {
        if now < resumes { return .wait(resumes - now) }
        if let limit, onTheirWay >= limit { return .queue }
        onTheirWay += 1
        return .go
    }

    /// Somebody is back.
    /// - Parameter pause: if the service said that it was too much, how long it wants to be left alone.
    mutating func comeBack(at now: Duration, refusedFor pause: Duration?) {
        onTheirWay -= 1
        if let pause {
            // Those that were on their way together are refused together, which is one refusal.
            if now >= resumes { limit = max(1, (min(limit ?? .max, onTheirWay + 1) + 1) / 2) }
            resumes = max(resumes, now + pause)
        } else if let limit {
            self.limit = limit + 1 < Self.unlimited ? limit + 1 : nil
        }
    }
}
