import Synchronization

/// Keeps one access token, and has another fetched in time: once, for any number of requests that wait for it.
final class TokenKeeper: Sendable {
    private let kept = Mutex(KeptToken())
    private let turnstile = Turnstile()

    /// The signature for a request that is about to leave.
    /// - Parameter fetch: brings a new token. It runs in the task of one of those who wait; if that one is cancelled, the next
    ///   takes over.
    func authorization(
        at time: Timekeeper, fetch: () async throws -> AccessToken
    ) async throws -> Authorization {
        let (arrived, first) = kept.withLock { kept in
            (kept.failures, kept.step(at: time.now(), arrived: kept.failures))
        }
        if case .use(let authorization) = first { return authorization }
        return try await turnstile.pass {
            switch kept.withLock({ $0.step(at: time.now(), arrived: arrived) }) {
            case .use(let authorization): authorization
            case .fail(let error): throw error
            case .fetch: try await fetched(at: time, fetch)
            }
        }
    }

    private func fetched(
        at time: Timekeeper, _ fetch: () async throws -> AccessToken
    ) async throws -> Authorization {
        do {
            let token = try await fetch()
            keep(token)
            return token.authorization
        } catch let error as Nx1Error {
            switch kept.withLock({ $0.fail(error, at: time.now()) }) {
            case .use(let authorization): return authorization
            case .fail, .fetch: throw error
            }
        }
    }

    /// A token that came by another way than a fetch.
    func keep(_ token: AccessToken) { kept.withLock { $0.keep(token) } }

    /// The service refused a request with this signature.
    func discard(_ refused: Authorization) { kept.withLock { $0.discard(refused) } }

    func forget() { kept.withLock { $0.forget() } }

    /// What the service refused last.
    var refused: Authorization? { kept.withLock { $0.refused } }

    /// The token in use.
    var token: AccessToken? { kept.withLock { $0.token } }
}
