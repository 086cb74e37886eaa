import Nx1Sandbox

/// The TLS settings of a sandbox: HTTPS with a certificate created at its start, issued by an authority of its own.
///
/// Both keys exist only in memory, and the authority's is discarded after signing.
public struct SandboxTLS: Sendable {
    /// The host names and addresses of the certificate; at least one.
    public var names: [String]
    /// The validity of the certificate from the sandbox's start. A negative value creates an expired certificate.
    public var lifetime: Duration
    /// Whether HTTP/2 is offered in addition to HTTP/1.1.
    public var offersHTTP2: Bool

    /// Creates settings, by default for this machine, for a year, with HTTP/2.
    public init(
        names: [String] = ["localhost", "127.0.0.1", "::1"], lifetime: Duration = .seconds(365 * 24 * 3600),
        offersHTTP2: Bool = true
    ) {
        self.names = names
        self.lifetime = lifetime
        self.offersHTTP2 = offersHTTP2
    }

    /// - Throws: ``SandboxError`` for an invalid setting.
    func check() throws {
        guard !names.isEmpty,
            names.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { (0x21...0x7E).contains($0) } })
        else {
            throw SandboxError(
                .invalidConfiguration,
                "A certificate needs a host name or address in printable ASCII characters.")
        }
    }
}
