import Nx1HTTP
import Nx1Values

/// The wait for a result, as a value: decides after each response what to do next. Uses no network and no clock.
struct ResultFollower: Sendable {
    enum Action: Sendable, Hashable {
        case wait(Duration)
        case end(CrewResult)
        case fail(Nx1Error)
    }

    private let patience: Duration
    private let policy: RetryPolicy
    private var backoff = Backoff(from: .milliseconds(100), to: .seconds(2))
    private var unknownFor: Duration = .zero
    /// The failures since the service last answered.
    private var outage: Retries?

    /// - Parameters:
    ///   - patience: how long the run may be unknown to the service.
    ///   - policy: how long the service may be unreachable, and how often to retry meanwhile.
    init(patience: Duration, policy: RetryPolicy) {
        self.patience = patience
        self.policy = policy
    }

    mutating func handle(_ reading: ResultReading, at moment: Moment) -> Action {
        switch reading {
        case .ended(let result):
            return .end(result)
        case .pending:
            outage = nil
            unknownFor = .zero
            return .wait(backoff.next())
        case .unknown(let error):
            outage = nil
            guard unknownFor < patience else { return .fail(error) }
            let pause = min(backoff.next(), patience - unknownFor)
            unknownFor += pause
            return .wait(pause)
        case .failed(let error):
            var failures = outage ?? Retries(policy, began: moment.now, isCounted: false)
            defer { outage = failures }
            switch failures.decide(error, at: moment) {
            case .retry(let pause): return .wait(pause)
            case .fail(let error): return .fail(error)
            }
        }
    }

    /// Records progress of the run, so that the result is polled frequently again.
    mutating func recordProgress() {
        backoff.reset()
        unknownFor = .zero
        outage = nil
    }
}

/// Pauses that grow until they're reset.
struct Backoff: Sendable, Hashable {
    let first: Duration
    let last: Duration
    private var current: Duration

    init(from first: Duration, to last: Duration) {
        self.first = first
        self.last = last
        current = first
    }

    /// Returns the next pause; each is half as long again as the one before, up to the maximum.
    mutating func next() -> Duration {
        defer { current = min(current * 3 / 2, last) }
        return current
    }

    mutating func reset() {
        current = first
    }
}
