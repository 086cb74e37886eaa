/// A sandbox that is listening: a local Nx1 service.
public struct Sandbox: Sendable {
    /// Its address, `http://127.0.0.1:PORT`.
    public let host: String
    /// The pre-shared key that it accepts.
    public let apiKey: String
    /// The bearer token that it accepts, and that never ends.
    public let accessToken: String
    /// The secret of ``batchClientID``.
    public let batchClientSecret: String
    let store: RunStore

    /// The address of its OAuth 2.0 and OpenID Connect provider: discovery is at
    /// `<issuer>/.well-known/openid-configuration`.
    public var issuer: String { host + RealmAddress.path }
    /// The public client, for signing in through a browser: authorization code with PKCE.
    public var clientID: String { RegisteredClient.shellID }
    /// The confidential client, for programs: client credentials.
    public var batchClientID: String { RegisteredClient.batchID }

    /// How many runs it has started so far. A request with a known correlation id starts none.
    public var startedRuns: Int {
        get async { await store.startedCount }
    }
}
