extension BrowserSignIn {
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
        // A damaged file is found before a person has signed in for nothing.
        _ = try file.tokens(of: client)
        let provider = try await discovery.provider(over: network)
        guard let endpoint = provider.authorization else {
            throw ProviderRefusal(word: "unsupported_response_type", text: nil).error(for: client)
        }
        let time = network.timekeeper
        let attempt = SignInAttempt(client, at: provider)
        let (code, redirectURI) = try await RedirectListener(time: time, limit: limit)
            .code(of: attempt) { await present(attempt.url(at: endpoint, redirectURI: $0)) }
        let (asked, askedSince1970) = (time.now(), time.secondsSince1970())
        let answer = try await TokenEndpoint(client: client, provider: provider)
            .ask(
                for: .code(code, redirectURI: redirectURI, verifier: attempt.proofKey.verifier), over: network
            )
            .tokens(for: client)
        if let idToken = answer.idToken { try attempt.check(idToken) }
        let tokens = StoredTokens(answer, at: askedSince1970)
        try file.update(client) { _ in tokens }
        keeper.keep(AccessToken(answer.authorization, from: asked, lifetime: answer.lifetime))
        return SignInStatus(tokens, at: time.secondsSince1970())
    }
}
