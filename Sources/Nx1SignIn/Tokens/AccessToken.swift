import Nx1Values

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

/// What is known about the token in use, and what to do for a request that needs one. A value that needs no clock.
struct KeptToken: Sendable {
    enum Step: Sendable, Hashable {
        case use(Authorization)
        case fetch
        case fail(Nx1Error)
    }

    private(set) var token: AccessToken?
    /// What the service answered 401 to, last of all.
    private(set) var refused: Authorization?
    /// How many fetches have failed so far; see ``step(at:arrived:)``.
    private(set) var failures = 0
    private var lastFailure: Nx1Error?
    /// An early renewal failed: the token is used to its end before the next.
    private var isUsedUp = false

    /// What to do now.
    /// - Parameter arrived: ``failures`` as it was when the request came. Those who waited while a fetch failed share its error
    ///   and don't all ask in turn.
    func step(at now: Duration, arrived: Int) -> Step {
        if let token, isUsedUp ? token.isAlive(at: now) : token.isFresh(at: now) {
            return .use(token.authorization)
        }
        if failures > arrived, let lastFailure { return .fail(lastFailure) }
        return .fetch
    }

    /// A fetch brought this.
    mutating func store(_ fetched: AccessToken) {
        token = fetched
        isUsedUp = false
    }

    /// A fetch failed. A token that still lives is used to its end.
    mutating func fail(_ error: Nx1Error, at now: Duration) -> Step {
        if let token, token.isAlive(at: now) {
            isUsedUp = true
            return .use(token.authorization)
        }
        failures += 1
        lastFailure = error
        return .fail(error)
    }

    /// The service refused a request with this signature. Another token than that one is kept.
    mutating func discard(_ refused: Authorization) {
        self.refused = refused
        if token?.authorization == refused { token = nil }
    }

    /// Nobody is signed in any more.
    mutating func forget() {
        token = nil
    }
}
