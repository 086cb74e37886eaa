/// Waiting for a result, as a value: takes each answer, says what to do next. Needs no network and no clock.
struct ResultFollower: Sendable {
    enum Action: Sendable, Hashable {
        case wait(Duration)
        case end(CrewResult)
        case fail(Nx1Error)
    }

    /// So many failures in a row end the waiting.
    static let mostFailures = 5

    private let patience: Duration
    private var backoff = Backoff(from: .milliseconds(100), to: .seconds(2))
    private var unknownFor: Duration = .zero
    private var failures = 0

    /// - Parameter patience: how long the run may be unknown to the service.
    init(patience: Duration) {
        self.patience = patience
    }

    mutating func handle(_ reading: ResultReading) -> Action {
        switch reading {
        case .ended(let result):
            return .end(result)
        case .pending:
            failures = 0
            unknownFor = .zero
            return .wait(backoff.next())
        case .unknown(let error):
            guard unknownFor < patience else { return .fail(error) }
            let pause = min(backoff.next(), patience - unknownFor)
            unknownFor += pause
            return .wait(pause)
        case .failed(let error):
            failures += 1
            guard error.isPassing, failures < Self.mostFailures else { return .fail(error) }
            return .wait(backoff.next())
        }
    }

    /// Something happened in the run: ask often again.
    mutating func noteProgress() {
        backoff.reset()
        unknownFor = .zero
        failures = 0
    }
}
