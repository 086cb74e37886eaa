/// An access token as a command printed it.
struct PrintedToken: Sendable {
    /// More than this is no token, in bytes.
    static let largest = 64 << 10

    private let authorization: Authorization
    private let claims: TokenClaims?

    /// Reads what was printed, without the white space around it.
    /// - Throws: ``Nx1Error`` (`notSignedIn`) if it can't be a token; it is not quoted.
    init(_ printed: String) throws(Nx1Error) {
        do {
            authorization = try .bearerToken(printed)
        } catch {
            throw TokenCommand.error("printed something else. \(error.message.dropLast())")
        }
        let token = printed.trimmed
        claims = TokenClaims(Secret(token))
    }

    /// The token, which ends when it says so. One that ended before it came may as well stem from a clock that is wrong: the
    /// service has the last word on it.
    func accessToken(at time: Timekeeper) -> AccessToken {
        guard let ends = claims?.moment("exp") else { return AccessToken(authorization) }
        let remaining = ends - time.secondsSince1970()
        guard remaining > 0, remaining < 315_360_000 else { return AccessToken(authorization) }
        let lifetime = claims?.moment("iat").map { min(max(ends - $0, remaining), 315_360_000) } ?? remaining
        return AccessToken(
            authorization, from: time.now(), lifetime: .seconds(lifetime), remaining: .seconds(remaining))
    }
}
