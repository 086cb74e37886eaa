import HummingbirdCore
import HummingbirdHTTP2
import HummingbirdTLS
public import Nx1Sandbox

/// Runs a local Nx1 service on loopback while `body` runs, like `withPlainSandbox(_:_:)`, with a built-in sign-in
/// (`Sandbox.issuer`): OAuth 2.0 and OpenID Connect with authorization code and PKCE, rotating refresh tokens, client
/// credentials, and revocation.
///
/// - Parameters:
///   - configuration: Port, speed and secrets.
///   - tls: The TLS settings; nil is plain HTTP.
///   - body: Called once the service is listening.
/// - Returns: The result of `body`.
/// - Throws: `SandboxError` if the service can't start; otherwise rethrows errors of `body`.
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
    /// The address of its OAuth 2.0 and OpenID Connect provider. Discovery is at
    /// `<issuer>/.well-known/openid-configuration`.
    public var issuer: String { host + RealmAddress.path }
    /// The public client, for signing in with a browser: authorization code with PKCE.
    public var clientID: String { RegisteredClient.shellID }
    /// The confidential client, for programs: client credentials.
    public var batchClientID: String { RegisteredClient.batchID }
}

extension SandboxTLS {
    /// HTTP/1.1 over TLS, and also HTTP/2 if it is offered.
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
