/// Signs with the access tokens of a person, who signs in with a browser: authorization code with PKCE (RFC 6749, section 4.1;
/// RFC 7636; RFC 8252). Refreshes them before they end.
public final class BrowserSignIn: Credentials {
    /// Who asks, and whom.
    public let client: OAuthClient
    private let tokens: TokenFile

    /// Sign-ins of `client` that are kept in `tokens`; nothing is read or asked for yet.
    public init(_ client: OAuthClient, tokens: TokenFile) {
        self.client = client
        self.tokens = tokens
    }

    public func authorization(over network: Network) async throws -> Authorization {
        throw Nx1Error(.notSignedIn, "This is still being built.")
    }

    public func discard(_ refused: Authorization) async -> Bool { false }

    /// Has a person sign in: listens on a free port of 127.0.0.1, hands out the address to open, waits for the browser to come
    /// back, and keeps the tokens.
    /// - Parameters:
    ///   - network: the way out; see ``Nx1/network``.
    ///   - limit: how long the person may take.
    ///   - present: shows or opens the address; called once, and cancelled when the browser is back.
    /// - Throws: ``Nx1Error``, usually `notSignedIn`; `CancellationError`.
    public func logIn(
        over network: Network, within limit: Duration, present: @escaping @Sendable (String) async -> Void
    ) async throws -> SignInStatus {
        throw Nx1Error(.notSignedIn, "This is still being built.")
    }

    /// Forgets the tokens, and revokes them where the provider offers it (RFC 7009).
    /// - Returns: whether they were revoked; false also if nobody was signed in.
    /// - Throws: ``Nx1Error`` if the provider offers it and it failed; the tokens are forgotten all the same.
    public func logOut(over network: Network) async throws -> Bool { false }

    /// Who is signed in; nil if nobody is. Reads the file, and asks nobody.
    /// - Throws: ``Nx1Error`` (`invalidSetting`) if the file can't be read.
    public func status() async throws -> SignInStatus? { nil }
}
