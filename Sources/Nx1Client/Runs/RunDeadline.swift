import Nx1HTTP
import Nx1Values

/// The limit for following one run (``Limits/run``): what it leaves of a wait, and the error once it has passed.
struct RunDeadline: Sendable {
    private let correlationID: String
    private let limit: Duration?
    private let end: Duration?
    private let now: @Sendable () -> Duration

    /// Begins to count.
    init(_ configuration: ClientConfiguration, correlationID: String) {
        self.correlationID = correlationID
        limit = configuration.limits.run
        now = configuration.timekeeper.now
        end = limit.map { [now] in now() + $0 }
    }

    /// `wait`, or what is left if that is less; never less than zero.
    func clamp(_ wait: Duration) -> Duration {
        guard let end else { return wait }
        return max(.zero, min(wait, end - now()))
    }

    /// - Throws: ``Nx1Error`` (`stillRunning`) once the limit has passed.
    func check() throws(Nx1Error) {
        guard let end, let limit, now() >= end else { return }
        throw Nx1Error(
            .stillRunning, "The run is still at work after \(limit.inWords), and goes on.",
            advice: "Its id takes it up again.", correlationID: correlationID)
    }
}
