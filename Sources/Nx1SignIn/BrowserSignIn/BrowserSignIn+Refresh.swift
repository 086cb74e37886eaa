import Nx1HTTP
import Nx1Values

extension BrowserSignIn {
    /// The access token in the file, refreshed if it's about to expire. If another process refreshes it meanwhile, that
    /// process's token is used.
    func currentToken(over network: Network) async throws -> AccessToken {
        guard let stored = try file.tokens(of: client) else { throw notSignedIn }
        if let token = usable(stored, at: network.timekeeper) { return token }
        return try await refreshing.token { fetch in
            try await self.refreshedToken(over: network, carriedBy: fetch)
        }
    }

    private func refreshedToken(
        over network: Network, carriedBy fetch: SharedFetch
    ) async throws -> AccessToken {
        let time = network.timekeeper
        let patience = network.limits.request + network.retryPolicy.budget
        return try await file.lock.hold(at: time, within: patience) {
            var refusal: ProviderRefusal?
            while let stored = try file.tokens(of: client) {
                if let token = usable(stored, at: time) { return token }
                guard let refreshToken = stored.refreshToken else { throw ended(refusal) }
                switch try await refresh(refreshToken, over: network, carriedBy: fetch) {
                case .granted(let token): return token
                case .refused(let reason):
                    refusal = reason
                    // A program that ignores the lock may have stored a newer token, which is tried next.
                    try file.update(client) { $0?.refreshToken == refreshToken ? nil : $0 }
                }
            }
            throw ended(refusal)
        }
    }

    private enum Refreshed {
        case granted(AccessToken)
        case refused(ProviderRefusal)
    }

    private func refresh(
        _ refreshToken: Secret, over network: Network, carriedBy fetch: SharedFetch
    ) async throws -> Refreshed {
        let provider = try await discovery.provider(over: network)
        return try await network.runUninterruptibly(at: provider.token.address) {
            let time = network.timekeeper
            let (asked, askedSince1970) = (time.now(), time.secondsSince1970())
            let reading = try await TokenEndpoint(client: client, provider: provider)
                .ask(for: .refresh(refreshToken), over: network, carriedBy: fetch)
            if case .refused(let refusal, _) = reading, refusal.endsSignIn { return .refused(refusal) }
            let answer = try reading.tokens(for: client)
            // A sign-in or sign-out during the request takes precedence.
            try file.update(client) { current in
                guard let current, current.refreshToken == refreshToken else { return current }
                return StoredTokens(answer, at: askedSince1970, after: current)
            }
            return .granted(AccessToken(answer.authorization, from: asked, lifetime: answer.lifetime))
        }
    }

    /// The stored access token, if it's fresh and the service hasn't refused it.
    private func usable(_ stored: StoredTokens, at time: Timekeeper) -> AccessToken? {
        guard let token = stored.accessToken(at: time), token.isFresh(at: time.now()),
            token.authorization != keeper.refused
        else { return nil }
        return token
    }

    /// What to throw if there are no tokens.
    var notSignedIn: Nx1Error {
        Nx1Error(
            .notSignedIn, "You aren't signed in at \(client.issuer).",
            problem: .signedOut(issuer: client.issuer.description))
    }

    /// What to throw if the sign-in can't be refreshed.
    func ended(_ refusal: ProviderRefusal?) -> Nx1Error {
        refusal?.error(for: client)
            ?? Nx1Error(
                .notSignedIn, "Your sign-in at \(client.issuer) has expired.",
                problem: .signedOut(issuer: client.issuer.description))
    }
}
