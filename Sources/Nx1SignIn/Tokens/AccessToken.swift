import Nx1Values

/// An access token and its expiry by the clock of a ``Timekeeper``.
struct AccessToken: Sendable, Hashable {
    let authorization: Authorization
    /// When it expires; nil if unknown, so that it's used until it's refused.
    let ends: Duration?
    /// When to renew it.
    let renewal: Duration?

    /// Creates a token with an unknown expiry.
    init(_ authorization: Authorization) {
        self.authorization = authorization
        ends = nil
        renewal = nil
    }

    /// Creates a token that's valid from `beginning` for `lifetime`. It's renewed 30 seconds before it expires, or
    /// after four fifths of a lifetime shorter than 150 seconds.
    /// - Parameter remaining: the remaining lifetime, if it's shorter.
    init(
        _ authorization: Authorization, from beginning: Duration, lifetime: Duration,
        remaining: Duration? = nil
    ) {
        // If the clock was set back, the token must not outlive its lifetime.
        let left = min(remaining ?? lifetime, lifetime)
        self.authorization = authorization
        ends = beginning + left
        renewal = beginning + left - min(.seconds(30), lifetime / 5)
    }

    func isAlive(at now: Duration) -> Bool { ends.map { now < $0 } ?? true }

    func isFresh(at now: Duration) -> Bool { renewal.map { now < $0 } ?? true }
}

/// The state of the token in use, and what to do for a request that needs one. Uses no clock.
struct KeptToken: Sendable {
    enum Step: Sendable, Hashable {
        case use(Authorization)
        case fetch
        case fail(Nx1Error)
    }

    private(set) var token: AccessToken?
    /// The last authorization that the service refused (401).
    private(set) var refused: Authorization?
    /// The number of failed fetches; see ``step(at:arrived:)``.
    private(set) var failures = 0
    private var lastFailure: Nx1Error?
    /// Whether an early renewal failed, so that the token is used until it expires.
    private var isUsedUp = false

    /// What to do now.
    /// - Parameter arrived: the value of ``failures`` when the request arrived. Requests that waited while a fetch
    ///   failed share its error instead of each fetching in turn.
    func step(at now: Duration, arrived: Int) -> Step {
        if let token, isUsedUp ? token.isAlive(at: now) : token.isFresh(at: now) {
            return .use(token.authorization)
        }
        if failures > arrived, let lastFailure { return .fail(lastFailure) }
        return .fetch
    }

    /// Stores a fetched token.
    mutating func store(_ fetched: AccessToken) {
        token = fetched
        isUsedUp = false
    }

    /// Handles a failed fetch. A token that hasn't expired is used until it does.
    mutating func fail(_ error: Nx1Error, at now: Duration) -> Step {
        if let token, token.isAlive(at: now) {
            isUsedUp = true
            return .use(token.authorization)
        }
        failures += 1
        lastFailure = error
        return .fail(error)
    }

    /// Discards a refused authorization. A different token is kept.
    mutating func discard(_ refused: Authorization) {
        self.refused = refused
        if token?.authorization == refused { token = nil }
    }

    /// Discards the token after a sign-out.
    mutating func forget() {
        token = nil
    }
}
