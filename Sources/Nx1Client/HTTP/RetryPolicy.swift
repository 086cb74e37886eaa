/// How often and for how long something that failed in passing is tried again.
///
/// Tried again: no connection, a connection that broke, no answer in time, 408, 429 and 5xx but 501 and 505. Never: any other
/// refusal, a certificate that can't be trusted, anything after cancellation.
public struct RetryPolicy: Sendable, Hashable {
    /// How often one request is sent again; 0 or more.
    public var retries: Int
    /// How long all tries of a request may take with the pauses between them; and how long a run that is followed may be out
    /// of reach. A service that asks to wait for longer gets no other try.
    public var budget: Duration
    /// The longest pause before the first retry; each further one may be twice as long. A pause is a random part of that
    /// ("full jitter"), and never shorter than the service's `Retry-After`.
    public var firstPause: Duration
    /// What no pause exceeds, unless the service asks for it.
    public var longestPause: Duration

    /// Two retries within a minute, after at most 0.5 and 1 seconds, unless given.
    public init(
        retries: Int = 2, budget: Duration = .seconds(60), firstPause: Duration = .milliseconds(500),
        longestPause: Duration = .seconds(8)
    ) {
        self.retries = retries
        self.budget = budget
        self.firstPause = firstPause
        self.longestPause = longestPause
    }

    /// Nothing is tried again.
    public static let never = RetryPolicy(retries: 0, budget: .zero)
}
