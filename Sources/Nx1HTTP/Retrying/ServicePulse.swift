import Synchronization

/// Whether the service answers requests of a kind, as a value: it does for a while after each answer.
package struct Pulse: Sendable, Hashable {
    /// How long an answer to somebody says that the others can hope for theirs.
    package static let lifetime: Duration = .seconds(10)

    private var last: Duration?

    package init() {}

    /// Somebody got an answer.
    package mutating func beat(at now: Duration) { last = max(last ?? now, now) }

    package func isBeating(at now: Duration) -> Bool { last.map { now - $0 < Self.lifetime } ?? false }
}

/// The pulse that all requests of one client share.
package final class ServicePulse: Sendable {
    private let pulse = Mutex(Pulse())

    package init() {}

    package func beat(at now: Duration) { pulse.withLock { $0.beat(at: now) } }

    /// A moment for a decision about a request that failed.
    package func moment(at time: Timekeeper) -> Moment {
        var moment = time.moment
        moment.servesOthers = pulse.withLock { $0.isBeating(at: moment.now) }
        return moment
    }
}
