/// Signs with the access tokens of a person, who signs in with a browser: authorization code with PKCE (RFC 6749, section 4.1;
/// RFC 7636; RFC 8252).
///
/// The tokens are kept in a ``TokenFile``, which several processes may share. An access token is refreshed before it ends, by
/// one of the processes and for all of them.
public final class BrowserSignIn: Credentials {
    /// Who asks, and whom.
    public let client: OAuthClient
    let file: TokenFile
    let discovery: ProviderDiscovery
    let keeper = TokenKeeper()
    let refreshing = SharedFetch()

    /// Sign-ins of `client` that are kept in `tokens`; nothing is read or asked for yet.
    public init(_ client: OAuthClient, tokens: TokenFile) {
        self.client = client
        file = tokens
        discovery = ProviderDiscovery(client.issuer)
    }

    public func authorization(over network: Network) async throws -> Authorization {
        try await keeper.authorization(at: network.timekeeper) { try await currentToken(over: network) }
    }

    public func discard(_ refused: Authorization) async -> Bool {
        keeper.discard(refused)
        return true
    }

    /// Who is signed in; nil if nobody is. Reads the file, and asks nobody.
    /// - Throws: ``Nx1Error`` (`invalidSetting`) if the file can't be read.
    public func status() async throws -> SignInStatus? {
        try file.tokens(of: client).map { SignInStatus($0, at: Timekeeper.system.secondsSince1970()) }
    }
}

extension SignInStatus {
    init(_ tokens: StoredTokens, at secondsSince1970: Double) {
        let left = Duration.seconds(max(0, tokens.ends - secondsSince1970))
        self.init(
            user: tokens.user, expiresIn: min(left, tokens.lifetime), canRefresh: tokens.refreshToken != nil)
    }
}
