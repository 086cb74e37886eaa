import Synchronization

/// Whether the service responds to requests of a kind, as a value: true for a while after each response.
package struct Pulse: Sendable, Hashable {
    /// How long a response counts as evidence that the service is available.
    package static let lifetime: Duration = .seconds(10)

    private var last: Duration?

    package init() {}

    /// Records a response.
    package mutating func beat(at now: Duration) { last = max(last ?? now, now) }

    package func isBeating(at now: Duration) -> Bool { last.map { now - $0 < Self.lifetime } ?? false }
}

/// The pulse shared by all requests of one client.
package final class ServicePulse: Sendable {
    private let pulse = Mutex(Pulse())

    package init() {}

    package func beat(at now: Duration) { pulse.withLock { $0.beat(at: now) } }

    /// The moment for a decision about a failed request.
    package func moment(at time: Timekeeper) -> Moment {
        var moment = time.moment
        moment.servesOthers = pulse.withLock { $0.isBeating(at: moment.now) }
        return moment
    }
}
