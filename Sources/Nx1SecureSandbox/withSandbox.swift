import HummingbirdCore
import HummingbirdHTTP2
import HummingbirdTLS
public import Nx1Sandbox

/// Runs a local Nx1 service on loopback for as long as `body` runs, as `withSandbox(_:_:)` does, over HTTPS.
///
/// - Parameters:
///   - configuration: Port, speed and secrets.
///   - tls: How it is secured; nil is plain HTTP.
///   - body: Called once the service listens.
/// - Returns: What `body` returns.
/// - Throws: ``SandboxError`` if the service can't start, else what `body` throws.
public func withSandbox<Result: Sendable>(
    _ configuration: SandboxConfiguration = .init(), tls: SandboxTLS?,
    _ body: @Sendable (Sandbox) async throws -> Result
) async throws -> Result {
    guard let tls else { return try await withSandbox(configuration, body) }
    return try await withSandbox(configuration, over: try tls.transport(), body)
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
