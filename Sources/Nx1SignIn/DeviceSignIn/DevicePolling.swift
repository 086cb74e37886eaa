/// The schedule for polling whether the person has signed in on another device (RFC 8628, sections 3.4 and 3.5). Uses
/// no clock.
struct DevicePolling: Sendable, Hashable {
    /// What to do next.
    enum Step: Sendable, Hashable {
        case ask(after: Duration)
        case expire
    }

    /// The token endpoint's reply.
    enum Reply: Sendable, Hashable {
        /// The person hasn't decided yet.
        case pending
        /// The requests are too frequent.
        case slowDown
        /// No valid reply, or none at all; the provider may have sent `Retry-After`.
        case noAnswer(retryAfter: Duration? = nil)
    }

    private(set) var interval: Duration
    /// A longer pause than ``interval``, for the next request only.
    private var longerPause: Duration = .zero
    private let end: Duration

    /// - Parameters:
    ///   - interval: the pause that the provider requests.
    ///   - lifetime: how long the code is valid.
    ///   - now: when the code arrived.
    init(every interval: Duration, for lifetime: Duration, from now: Duration) {
        self.interval = interval
        end = now + lifetime
    }

    /// What to do at `now`.
    func step(at now: Duration) -> Step {
        // A last request in the code's last moment: the person may just have signed in.
        let left = end - now
        return left <= .zero ? .expire : .ask(after: min(max(interval, longerPause), left))
    }

    /// Adapts the pause to a reply.
    mutating func heed(_ reply: Reply) {
        longerPause = .zero
        switch reply {
        case .pending: break
        // "the interval MUST be increased by 5 seconds for this and all subsequent requests" (section 3.5)
        case .slowDown: interval += .seconds(5)
        // An exponential backoff is what section 3.5 suggests.
        case .noAnswer(let retryAfter):
            interval = min(interval * 2, max(interval, .seconds(60)))
            longerPause = retryAfter ?? .zero
        }
    }
}
