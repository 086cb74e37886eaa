import Nx1Client
import Nx1Sandbox
import Nx1SecureSandbox
import TestSupport

/// The transport to a sandbox.
enum Transport: CaseIterable, Sendable {
    case http1
    case secureHTTP1
    case http2

    /// Runs `body` with a client of a new sandbox over this transport, which the client trusts.
    func withClient<Value: Sendable>(
        speed: Double = 50, with change: @escaping @Sendable (inout ClientConfiguration) -> Void = { _ in },
        _ body: @escaping @Sendable (Nx1, Sandbox) async throws -> Value
    ) async throws -> Value {
        try await withSandbox(.init(speed: speed), tls: tls) { sandbox in
            try await withTemporaryFolder { folder in
                var configuration = try ClientConfiguration(
                    host: sandbox.host, credentials: .preSharedKey(sandbox.apiKey))
                if let authority = sandbox.certificateAuthority {
                    configuration.certificateAuthorities = CertificateAuthorities(
                        file: try TemporaryFolder.write(authority, to: "ca.pem", in: folder))
                }
                change(&configuration)
                return try await withNx1Client(configuration) { nx1 async throws in
                    try await body(nx1, sandbox)
                }
            }
        }
    }

    private var tls: SandboxTLS? {
        switch self {
        case .http1: nil
        case .secureHTTP1: SandboxTLS(offersHTTP2: false)
        case .http2: SandboxTLS()
        }
    }
}
