public import Nx1HTTP
public import Nx1Values

/// Authorizes requests with the access tokens of a person who signs in with a browser: authorization code with PKCE
/// (RFC 6749, section 4.1; RFC 7636; RFC 8252).
///
/// The tokens are kept in a ``TokenFile``, which several processes may share. One process refreshes an access token
/// before it expires, for all of them.
public final class BrowserSignIn: Credentials {
    /// The client and its issuer.
    public let client: OAuthClient
    let file: TokenFile
    let discovery: ProviderDiscovery
    let keeper = TokenKeeper()
    let refreshing = SharedFetch()

    /// Creates credentials for the sign-in of `client` in `tokens`. Nothing is read or requested yet.
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

    /// The current sign-in; nil if no one is signed in. Reads the file and sends nothing.
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

extension BrowserSignIn {
    /// Signs a person in: listens on a port of 127.0.0.1, presents the page to open, waits for the browser to return,
    /// and stores the tokens.
    /// - Parameters:
    ///   - network: the network to send requests over; see ``Nx1/network``.
    ///   - limit: how long the person may take.
    ///   - port: the port to listen on, for a forwarded port; 0 means any free port.
    ///   - present: shows or opens the page, and may submit the address that the browser ended on. Called once, and
    ///     cancelled when the browser returns.
    /// - Throws: ``Nx1Error``, usually `notSignedIn`; `invalidSetting` if the port is out of range or in use;
    ///   `CancellationError`.
    public func logIn(
        over network: Network, within limit: Duration, port: Int = 0,
        present: @escaping @Sendable (SignInPage) async -> Void
    ) async throws -> SignInStatus {
        try file.prepare(for: client)
        let provider = try await describedProvider(over: network)
        guard let endpoint = provider.authorization else {
            throw ProviderRefusal(word: "unsupported_response_type", text: nil).error(for: client)
        }
        let time = network.timekeeper
        let attempt = SignInAttempt(client, at: provider)
        let (code, redirectURI) = try await RedirectListener(time: time, limit: limit, port: port)
            .code(of: attempt) { redirectURI, submit in
                let address = attempt.url(at: endpoint, redirectURI: redirectURI)
                await present(SignInPage(address: address, redirectURI: redirectURI, submit: submit))
            }
        let asked = AskedMoment(time)
        let answer = try await TokenEndpoint(client: client, provider: provider)
            .ask(
                for: .code(code, redirectURI: redirectURI, verifier: attempt.proofKey.verifier), over: network
            )
            .tokens(for: client)
        if let idToken = answer.idToken { try attempt.check(idToken) }
        return try store(answer, asked: asked, at: time)
    }

    /// The provider, which must have a discovery document: otherwise a person might be sent to a page that doesn't
    /// exist.
    func describedProvider(over network: Network) async throws -> Provider {
        let provider = try await discovery.provider(over: network)
        if provider.isGuessed {
            throw Nx1Error(
                .notSignedIn,
                "\(client.issuer) isn't an issuer: it has no /.well-known/openid-configuration (404).",
                advice: Provider.advice, httpStatus: 404)
        }
        return provider
    }

    /// Stores the tokens of a person who has just signed in.
    func store(_ answer: TokenAnswer, asked: AskedMoment, at time: Timekeeper) throws -> SignInStatus {
        let tokens = StoredTokens(answer, at: asked.secondsSince1970)
        try file.update(client) { _ in tokens }
        keeper.store(AccessToken(answer.authorization, from: asked.now, lifetime: answer.lifetime))
        return SignInStatus(tokens, at: time.secondsSince1970())
    }
}

/// The time of a token request, from which the tokens' lifetime counts.
struct AskedMoment: Sendable {
    /// By this process's clock.
    let now: Duration
    /// By the clock shared with other processes.
    let secondsSince1970: Double

    init(_ time: Timekeeper) {
        now = time.now()
        secondsSince1970 = time.secondsSince1970()
    }
}

extension BrowserSignIn {
    /// Deletes the tokens, and revokes them if the provider supports it (RFC 7009).
    /// - Returns: whether the tokens were revoked; false also if no one was signed in.
    /// - Throws: ``Nx1Error`` if the revocation fails, in which case the tokens are deleted nevertheless;
    ///   `invalidSetting` if the file can't be changed; `CancellationError`.
    public func logOut(over network: Network) async throws -> Bool {
        keeper.forget()
        guard try file.tokens(of: client) != nil else { return false }
        // Waits for a refresh in progress, so that the newest token is revoked.
        let patience = network.limits.request + network.retryPolicy.budget
        let forgotten = try await file.lock.hold(at: network.timekeeper, within: patience) {
            var last: StoredTokens?
            try file.update(client) { tokens in
                last = tokens
                return nil
            }
            return last
        }
        guard let forgotten else { return false }
        do {
            let provider = try await discovery.provider(over: network)
            let endpoint = TokenEndpoint(client: client, provider: provider)
            guard let refreshToken = forgotten.refreshToken else {
                return try await endpoint.revoke(forgotten.accessToken, hint: "access_token", over: network)
            }
            return try await endpoint.revoke(refreshToken, hint: "refresh_token", over: network)
        } catch let fault as Nx1Error {
            var error = fault
            error.message = "The tokens were deleted here, but couldn't be revoked. " + fault.message
            error.advice =
                "The tokens stay valid until they expire. To revoke them now, use the issuer's account page."
            throw error
        }
    }
}
