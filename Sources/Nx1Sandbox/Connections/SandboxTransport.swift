package import HummingbirdCore

/// The transport of a sandbox's connections.
package struct SandboxTransport: Sendable {
    /// The scheme of its addresses.
    package let scheme: String
    /// The certificate of its certificate authority, in PEM.
    let certificateAuthority: String?
    let server: HTTPServerBuilder

    package init(scheme: String, certificateAuthority: String?, server: HTTPServerBuilder) {
        self.scheme = scheme
        self.certificateAuthority = certificateAuthority
        self.server = server
    }

    /// HTTP/1.1 without TLS.
    package static let plain = SandboxTransport(
        scheme: "http", certificateAuthority: nil,
        server: HTTPServerBuilder { KeptConnections(HTTP1Channel(responder: $0)) })
}
