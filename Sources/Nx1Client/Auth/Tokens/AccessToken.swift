/// An access token, and when it ends by the clock of a ``Timekeeper``.
struct AccessToken: Sendable, Hashable {
    let authorization: Authorization
    /// When it ends; nil if nobody knows, and it is used until it is refused.
    let ends: Duration?
    /// From when on another is fetched in its place.
    let renewal: Duration?

    /// A token that nobody knows the end of.
    init(_ authorization: Authorization) {
        self.authorization = authorization
        ends = nil
        renewal = nil
    }

    /// A token that lasts from `beginning` on for `lifetime`. It is renewed 30 seconds before its end, or after four fifths of
    /// a life that is shorter than 150 seconds.
    /// - Parameter remaining: what is left of its life, if that is less than all of it.
    init(
        _ authorization: Authorization, from beginning: Duration, lifetime: Duration,
        remaining: Duration? = nil
    ) {
        // A clock that was set back must not make a token live longer than it was given to live.
        let left = min(remaining ?? lifetime, lifetime)
        self.authorization = authorization
        ends = beginning + left
        renewal = beginning + left - min(.seconds(30), lifetime / 5)
    }

    func isAlive(at now: Duration) -> Bool { ends.map { now < $0 } ?? true }

    func isFresh(at now: Duration) -> Bool { renewal.map { now < $0 } ?? true }
}
