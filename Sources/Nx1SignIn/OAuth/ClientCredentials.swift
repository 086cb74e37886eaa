public import Nx1HTTP
public import Nx1Values
import Synchronization

/// Signs with access tokens that a program gets in its own name (RFC 6749, section 4.4): for scripts and services.
///
/// A token is fetched with the first request, and another before it ends; nothing is written to disk.
public final class ClientCredentials: Credentials {
    /// Who asks, and whom.
    public let client: OAuthClient
    private let discovery: ProviderDiscovery
    private let keeper = TokenKeeper()
    private let clock = Mutex<Timekeeper>(.system)

    /// Credentials of `client`, which has a secret; nothing is asked for yet.
    public init(_ client: OAuthClient) {
        self.client = client
        discovery = ProviderDiscovery(client.issuer)
    }

    public func authorization(over network: Network) async throws -> Authorization {
        let time = network.timekeeper
        clock.withLock { $0 = time }
        return try await keeper.authorization(at: time) {
            let provider = try await discovery.provider(over: network)
            let asked = time.now()
            let answer = try await TokenEndpoint(client: client, provider: provider)
                .ask(for: .clientCredentials, over: network).tokens(for: client)
            return AccessToken(answer.authorization, from: asked, lifetime: answer.lifetime)
        }
    }

    public func discard(_ refused: Authorization) async -> Bool {
        keeper.discard(refused)
        return true
    }

    /// Until when the present token lasts; nil if there is none yet.
    public func status() -> SignInStatus? {
        guard let token = keeper.token else { return nil }
        let now = clock.withLock(\.self).now()
        return SignInStatus(
            user: client.clientID, expiresIn: token.ends.map { max(.zero, $0 - now) }, canRefresh: true)
    }
}
