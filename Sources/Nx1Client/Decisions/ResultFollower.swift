import Nx1HTTP
import Nx1Values

/// Waiting for a result, as a value: takes each answer, says what to do next. Needs no network and no clock.
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
    ///   - policy: how long the service may be out of reach, and how often it is asked meanwhile.
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

    /// Something happened in the run: ask often again.
    mutating func recordProgress() {
        backoff.reset()
        unknownFor = .zero
        outage = nil
    }
}

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
