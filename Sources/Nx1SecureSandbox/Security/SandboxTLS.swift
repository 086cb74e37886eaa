import Nx1Sandbox

/// How a sandbox is secured: HTTPS with a certificate made at its start, by an authority made for it alone.
///
/// Both keys exist in memory only; the authority's is forgotten as soon as it has signed.
public struct SandboxTLS: Sendable {
    /// The host names and addresses that the certificate is for; at least one.
    public var names: [String]
    /// For how long the certificate is good, from the sandbox's start; less than nothing is a certificate that has expired.
    public var lifetime: Duration
    /// Whether HTTP/2 is offered beside HTTP/1.1.
    public var offersHTTP2: Bool

    /// For this machine, a year long, with HTTP/2, unless told otherwise.
    public init(
        names: [String] = ["localhost", "127.0.0.1", "::1"], lifetime: Duration = .seconds(365 * 24 * 3600),
        offersHTTP2: Bool = true
    ) {
        self.names = names
        self.lifetime = lifetime
        self.offersHTTP2 = offersHTTP2
    }

    /// - Throws: ``SandboxError`` for a setting that makes no sense.
    func check() throws {
        guard !names.isEmpty,
            names.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { (0x21...0x7E).contains($0) } })
        else {
            throw SandboxError(
                .invalidConfiguration,
                "A certificate needs a host name or an address, in printable ASCII characters.")
        }
    }
}
