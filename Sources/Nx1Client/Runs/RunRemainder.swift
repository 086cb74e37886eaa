/// How long events are still read once a run's result is there, as a value.
///
/// Only waiting counts, so a backlog is read to its end however long it is, while a stream that goes on saying that it is
/// alive, or that greets every connection, doesn't keep the run from ending.
struct RunRemainder: Sendable {
    /// How long to wait for the events that are left, all in all: not long where none ever came.
    static let idle = (ofSome: Duration.seconds(5), ofNone: Duration.seconds(1))
    /// How long the pauses between connections may be, all in all.
    static let pauses: Duration = .seconds(30)
    /// The shortest pause before another connection.
    static let shortestPause: Duration = .milliseconds(20)

    private var waited: Duration = .zero
    private var paused: Duration = .zero

    mutating func note(waited time: Duration) {
        waited += time
    }

    /// How long to wait for the next event; nil if that has been waited already.
    func limit(hasSeenEvents: Bool) -> Duration? {
        let left = (hasSeenEvents ? Self.idle.ofSome : Self.idle.ofNone) - waited
        return left > .zero ? left : nil
    }

    /// The pause before another connection, if one of `wanted` is to be made; nil if there were enough of them.
    mutating func pause(_ wanted: Duration) -> Duration? {
        let pause = max(wanted, Self.shortestPause)
        paused += pause
        return paused <= Self.pauses ? pause : nil
    }
}
