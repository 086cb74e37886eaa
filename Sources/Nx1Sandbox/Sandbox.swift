/// A sandbox that is listening: a local Nx1 service.
public struct Sandbox: Sendable {
    /// Its address, `http://127.0.0.1:PORT`, or `https://127.0.0.1:PORT` with TLS.
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
    /// The certificate of the authority that vouches for it, in PEM; nil without TLS. It is good for this sandbox only.
    public let certificateAuthority: String?
    let count: TrafficCount

    /// What has come to it so far.
    public var traffic: SandboxTraffic { count.current }
}
