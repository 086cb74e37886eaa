extension BrowserSignIn {
    /// Forgets the tokens, and revokes them where the provider offers it (RFC 7009).
    /// - Returns: whether they were revoked; false also if nobody was signed in.
    /// - Throws: ``Nx1Error`` if the provider offers it and it failed: the tokens are forgotten all the same. `invalidSetting` if
    ///   the file can't be changed. `CancellationError`.
    public func logOut(over network: Network) async throws -> Bool {
        keeper.forget()
        guard try file.tokens(of: client) != nil else { return false }
        // Who is refreshing now gets to an end first, so that it is the newest token that is revoked.
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
            error.message = "The sign-in is forgotten here, but it could not be revoked. " + fault.message
            error.advice = "What was forgotten ends by itself; the issuer's account page may end it now."
            throw error
        }
    }
}
