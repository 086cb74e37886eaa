/// What is kept of one person's sign-in.
struct StoredTokens: Sendable, Hashable {
    var accessToken: Secret
    /// When the access token ends, in seconds since 1970: the only clock that a later process shares.
    var ends: Double
    /// How long the access token lasts in all.
    var lifetime: Duration
    var refreshToken: Secret?
    /// Who signed in.
    var user: String?
}

extension StoredTokens {
    /// What to keep of `answer`, which was asked for at `secondsSince1970`.
    /// - Parameter earlier: what was kept so far. A provider that gives no new refresh token leaves the old one valid (RFC 6749,
    ///   section 6).
    init(_ answer: TokenAnswer, at secondsSince1970: Double, after earlier: StoredTokens? = nil) {
        accessToken = answer.accessToken
        lifetime = answer.lifetime
        ends = secondsSince1970 + answer.lifetime.seconds
        refreshToken = answer.refreshToken ?? earlier?.refreshToken
        user = (answer.idToken ?? answer.accessToken).user ?? earlier?.user
    }

    /// The access token by this process' clocks; nil if it can't stand in a header.
    func accessToken(at time: Timekeeper) -> AccessToken? {
        guard let authorization = try? Authorization.bearerToken(accessToken.reveal()) else { return nil }
        return AccessToken(
            authorization, from: time.now(), lifetime: lifetime,
            remaining: .seconds(ends - time.secondsSince1970()))
    }
}

extension Secret {
    /// Whom a token is about, if it says so.
    fileprivate var user: String? { TokenClaims(self)?.user }
}
