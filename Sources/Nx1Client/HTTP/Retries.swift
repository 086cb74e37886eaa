/// The tries of one thing, as a value: takes each failure, says whether and when to try again. Needs no clock.
struct Retries: Sendable {
    enum Decision: Sendable, Hashable {
        case retry(after: Duration)
        case fail(Nx1Error)
    }

    private let policy: RetryPolicy
    /// Whether the count of tries matters, or only their time.
    private let isCounted: Bool
    private let began: Duration
    private(set) var failures = 0
    /// How many requests that were, with those of a sign-in that are tried again on their own.
    private var tries = 0

    /// - Parameters:
    ///   - began: when the first try began, by the clock that is used later.
    ///   - isCounted: false for what may be tried any number of times within the budget.
    init(_ policy: RetryPolicy, began: Duration, isCounted: Bool = true) {
        self.policy = policy
        self.began = began
        self.isCounted = isCounted
    }

    /// - Parameter moment: by the same clock as `began`.
    mutating func decide(_ error: Nx1Error, at moment: Moment) -> Decision {
        failures += 1
        var error = error
        tries += error.isTriedOut ? max(1, error.attempts) : 1
        error.attempts = tries
        let isTriedOut = error.isTriedOut || failures > policy.retries
        guard error.isPassing, !isCounted || !isTriedOut else { return .fail(error) }
        let pause = max(error.retryAfter ?? .zero, ceiling * moment.chance)
        if moment.now - began + pause <= policy.budget { return .retry(after: pause) }
        if let told = error.retryAfter, policy.retries > 0 {
            let excess =
                told > policy.budget
                ? "longer than is waited here (\(policy.budget.inWords))"
                : "longer than is left of the \(policy.budget.inWords) that are waited here"
            error.advice = "The service asks to wait for \(told.inWords), \(excess); try again after that."
        }
        return .fail(error)
    }

    private var ceiling: Duration {
        let doublings = min(failures - 1, 30)
        return min(policy.firstPause * (1 << doublings), policy.longestPause)
    }
}
