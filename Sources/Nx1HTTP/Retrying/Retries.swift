import Nx1Events
package import Nx1Values

/// How often and for how long something that failed in passing is tried again.
///
/// Tried again: no connection, a connection that broke, no answer in time, 408, 429 and 5xx but 501 and 505. Never: any other
/// refusal, a certificate that can't be trusted, anything after cancellation.
public struct RetryPolicy: Sendable, Hashable {
    /// How often one request is sent again; 0 or more. While the service answers others, only the time counts.
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

/// The tries of one thing, as a value: takes each failure, says whether and when to try again. Needs no clock.
package struct Retries: Sendable {
    package enum Decision: Sendable, Hashable {
        case retry(after: Duration)
        case fail(Nx1Error)
    }

    private let policy: RetryPolicy
    /// Whether the count of tries matters, or only their time.
    private let isCounted: Bool
    private let began: Duration
    package private(set) var failures = 0
    /// How many requests that were, with those of a sign-in that are tried again on their own.
    private var tries = 0

    /// - Parameters:
    ///   - began: when the first try began, by the clock that is used later.
    ///   - isCounted: false for what may be tried any number of times within the budget.
    package init(_ policy: RetryPolicy, began: Duration, isCounted: Bool = true) {
        self.policy = policy
        self.began = began
        self.isCounted = isCounted
    }

    /// - Parameter moment: by the same clock as `began`.
    package mutating func decide(_ error: Nx1Error, at moment: Moment) -> Decision {
        failures += 1
        var error = error
        tries += error.isTriedOut ? max(1, error.attempts) : 1
        error.attempts = tries
        // One that answers others is there, and has a turn for this one too.
        let isOutOfTries = failures > policy.retries && !(moment.servesOthers && policy.retries > 0)
        guard error.isPassing, !isCounted || !(error.isTriedOut || isOutOfTries) else { return .fail(error) }
        let pause = max(error.retryAfter ?? .zero, ceiling(at: moment) * moment.chance)
        if moment.now - began + pause <= policy.budget { return .retry(after: pause) }
        if let told = error.retryAfter, policy.retries > 0 {
            let excess = told > policy.budget ? "than" : "than what is left of"
            error.advice =
                "The service asks you to wait \(told.inWords), longer \(excess) the retry limit of \(policy.budget.inWords). Try again after that."
        }
        return .fail(error)
    }

    private func ceiling(at moment: Moment) -> Duration {
        // Where others get their answers, long pauses would only leave them the turns.
        let doublings = min(failures - 1, moment.servesOthers ? 2 : 30)
        return min(min(policy.firstPause, policy.longestPause) * (1 << doublings), policy.longestPause)
    }
}
