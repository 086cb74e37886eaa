import HummingbirdCore
import HummingbirdHTTP2
import HummingbirdTLS
public import Nx1Sandbox

/// Runs a local Nx1 service on loopback for as long as `body` runs, as `withPlainSandbox(_:_:)` does, with a sign-in of its own
/// (`Sandbox.issuer`): OAuth 2.0 and OpenID Connect with authorization code and PKCE, refresh tokens that rotate,
/// client credentials, and revocation.
///
/// - Parameters:
///   - configuration: Port, speed and secrets.
///   - tls: How it is secured; nil is plain HTTP.
///   - body: Called once the service listens.
/// - Returns: What `body` returns.
/// - Throws: `SandboxError` if the service can't start, else what `body` throws.
public func withSandbox<Result: Sendable>(
    _ configuration: SandboxConfiguration = .init(), tls: SandboxTLS? = nil,
    _ body: @Sendable (Sandbox) async throws -> Result
) async throws -> Result {
    let transport = try tls?.transport() ?? .plain
    return try await withSandbox(
        configuration, over: transport,
        tokens: { Realm(configuration, scheme: transport.scheme, ownerID: $0) }, body)
}

extension Sandbox {
    /// The address of its OAuth 2.0 and OpenID Connect provider: discovery is at
    /// `<issuer>/.well-known/openid-configuration`.
    public var issuer: String { host + RealmAddress.path }
    /// The public client, for signing in through a browser: authorization code with PKCE.
    public var clientID: String { RegisteredClient.shellID }
    /// The confidential client, for programs: client credentials.
    public var batchClientID: String { RegisteredClient.batchID }
}

extension SandboxTLS {
    /// HTTP/1.1 over TLS, and HTTP/2 beside it where that is to be offered.
    fileprivate func transport() throws -> SandboxTransport {
        try check()
        let certificates = try SandboxCertificates(self)
        let security = certificates.serverConfiguration
        let offersHTTP2 = offersHTTP2
        let server = HTTPServerBuilder { responder in
            guard offersHTTP2 else {
                return KeptConnections(
                    try TLSChannel(HTTP1Channel(responder: responder), tlsConfiguration: security))
            }
            let streams = HTTP1Channel.Configuration(additionalChannelHandlers: [WholeAnswers()])
            return KeptConnections(
                try HTTP2UpgradeChannel(
                    tlsConfiguration: security, configuration: .init(streamConfiguration: streams),
                    responder: responder))
        }
        return SandboxTransport(
            scheme: "https", certificateAuthority: certificates.authorityPEM, server: server)
    }
}
