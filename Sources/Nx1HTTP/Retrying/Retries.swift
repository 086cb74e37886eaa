import Nx1Events
package import Nx1Values

/// How often and for how long to retry transient failures.
///
/// Retried are failed and broken connections, timeouts, 408, 429, and 5xx except 501 and 505. Never retried are other
/// refusals, untrusted certificates, and anything after cancellation.
public struct RetryPolicy: Sendable, Hashable {
    /// The maximum number of retries of one request; 0 or more. While the service responds to other requests, only the
    /// time counts.
    public var retries: Int
    /// The total time for all attempts of a request with the pauses between them, and how long the service may be
    /// unreachable while a run is followed. If the service requests a longer pause, there is no retry.
    public var budget: Duration
    /// The maximum pause before the first retry; it doubles with each further one. A pause is a random part of the
    /// maximum ("full jitter"), and never shorter than the service's `Retry-After`.
    public var firstPause: Duration
    /// The maximum of all pauses, unless the service requests a longer one.
    public var longestPause: Duration

    /// Creates a policy, by default two retries within a minute, after at most 0.5 and 1 seconds.
    public init(
        retries: Int = 2, budget: Duration = .seconds(60), firstPause: Duration = .milliseconds(500),
        longestPause: Duration = .seconds(8)
    ) {
        self.retries = retries
        self.budget = budget
        self.firstPause = firstPause
        self.longestPause = longestPause
    }

    /// No retries.
    public static let never = RetryPolicy(retries: 0, budget: .zero)

    /// Why a pause that the service requests exceeds this policy, as the end of a sentence.
    package func refusal(toWait pause: Duration) -> String {
        "the service asks you to wait \(pause.inWords), longer than the retry limit of \(budget.inWords)."
    }
}

/// The attempts of one operation, as a value: decides after each failure whether and when to retry. Uses no clock.
package struct Retries: Sendable {
    package enum Decision: Sendable, Hashable {
        case retry(after: Duration)
        case fail(Nx1Error)
    }

    private let policy: RetryPolicy
    /// Whether the number of retries is limited, or only their time.
    private let isCounted: Bool
    private let began: Duration
    package private(set) var failures = 0
    /// The number of requests, including those of a sign-in, which are retried separately.
    private var tries = 0

    /// - Parameters:
    ///   - began: the start of the first attempt, by the clock of later moments.
    ///   - isCounted: false if only the budget limits the retries.
    package init(_ policy: RetryPolicy, began: Duration, isCounted: Bool = true) {
        self.policy = policy
        self.began = began
        self.isCounted = isCounted
    }

    /// - Parameter moment: the current moment, by the same clock as `began`.
    package mutating func decide(_ error: Nx1Error, at moment: Moment) -> Decision {
        failures += 1
        var error = error
        tries += error.isTriedOut ? max(1, error.attempts) : 1
        error.attempts = tries
        // A service that responds to others is available, and will get to this request too.
        let isOutOfTries = failures > policy.retries && !(moment.servesOthers && policy.retries > 0)
        guard error.isPassing, !isCounted || !(error.isTriedOut || isOutOfTries) else { return .fail(error) }
        let pause = max(error.retryAfter ?? .zero, ceiling(at: moment) * moment.chance)
        if moment.now - began + pause <= policy.budget { return .retry(after: pause) }
        if let told = error.retryAfter, policy.retries > 0 {
            let excess = told > policy.budget ? "than" : "than what is left of"
            error.advice =
                "The service asks you to wait \(told.inWords), longer \(excess) the retry limit of \(policy.budget.inWords). Wait that long and try again, or raise the retry limit."
        }
        return .fail(error)
    }

    private func ceiling(at moment: Moment) -> Duration {
        // While others get responses, long pauses would only let them go first.
        let doublings = min(failures - 1, moment.servesOthers ? 2 : 30)
        return min(min(policy.firstPause, policy.longestPause) * (1 << doublings), policy.longestPause)
    }
}
