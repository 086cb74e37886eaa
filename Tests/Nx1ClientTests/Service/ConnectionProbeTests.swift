import Nx1Client
import Nx1Sandbox
import Nx1SecureSandbox
import TestSupport
import Testing

@testable import Nx1HTTP
@testable import Nx1Values

@Suite("A probe of the connection")
struct ConnectionProbeTests {
    /// Probes a sandbox, which must not get a request.
    private func probe(
        _ tls: SandboxTLS, host: String = "127.0.0.1", trusting: Bool = true,
        _ body: @Sendable (ConnectionProbe) async throws -> Void
    ) async throws {
        try await withSandbox(tls: tls) { sandbox in
            try await withTemporaryFolder { folder in
                let port = sandbox.host.split(separator: ":").last ?? ""
                var configuration = try ClientConfiguration(host: "https://\(host):\(port)")
                if trusting {
                    configuration.certificateAuthorities = CertificateAuthorities(
                        file: try TemporaryFolder.write(
                            sandbox.certificateAuthority ?? "", to: "ca.pem", in: folder))
                }
                try await body(ConnectionProbe(configuration))
                let traffic = sandbox.traffic
                #expect(traffic.http1Requests + traffic.http2Requests == 0)
            }
        }
    }

    private func error(_ probe: ConnectionProbe) async throws -> Nx1Error? {
        do {
            _ = try await probe.connect()
            return nil
        } catch let error as Nx1Error {
            return error
        }
    }

    @Test(
        "shows the peer, the version of TLS, the issuer and the end of the certificate, and sends no request")
    func trusted() async throws {
        try await probe(.init(names: ["localhost", "127.0.0.1"], lifetime: .seconds(10 * 86_400))) { probe in
            let found = try await probe.connect()
            #expect(found.peer?.hasPrefix("127.0.0.1:") == true)
            #expect(found.security == "TLS 1.3")
            #expect(found.certificate?.issuer?.hasPrefix("Nx1 sandbox authority ") == true)
            #expect(found.certificate?.names == ["localhost"])
            let left = (found.certificate?.ends ?? 0) - Timekeeper.system.secondsSince1970()
            #expect((9.9 * 86_400...10 * 86_400 + 1).contains(left))
        }
    }

    @Test("fails as a request would where the certificate isn't trusted, and can look at it all the same")
    func untrusted() async throws {
        try await probe(.init(), trusting: false) { probe async throws in
            #expect(try await error(probe)?.code == .untrusted)
            #expect(try await probe.connectWithoutTrust().certificate?.issuer != nil)
        }
        try await probe(.init(lifetime: .seconds(-86_400))) { probe in
            #expect(try await error(probe)?.code == .untrusted)
            let ends = try await probe.connectWithoutTrust().certificate?.ends
            #expect(ends.map { $0 < Timekeeper.system.secondsSince1970() } == true)
        }
        try await probe(.init(names: ["other.example"])) { probe in
            guard case .untrusted(.otherHost, _)? = try await error(probe)?.problem else {
                Issue.record("Another host's certificate is trusted.")
                return
            }
            #expect(try await probe.connectWithoutTrust().certificate?.names == ["other.example"])
        }
    }

    @Test("opens a plain connection without a request")
    func plain() async throws {
        try await withSandbox { sandbox in
            let found = try await ConnectionProbe(ClientConfiguration(host: sandbox.host)).connect()
            #expect(found.security == nil && found.certificate == nil)
            #expect(sandbox.traffic.http1Requests == 0)
        }
    }

    @Test("goes through a proxy, and fails with it")
    func proxy() async throws {
        try await withSandbox(tls: .init(names: ["aiapi.acme.test"])) { sandbox in
            try await withTunnelProxy(.openTo("Basic eDp5")) { proxy in
                let port = sandbox.host.split(separator: ":").last ?? ""
                var configuration = try ClientConfiguration(host: "https://aiapi.acme.test:\(port)")
                configuration.verifiesCertificates = false
                configuration.proxies = ProxySettings(try Proxy("http://x:y@127.0.0.1:\(proxy.port)"))
                #expect(
                    try await ConnectionProbe(configuration).connect().certificate?.names == [
                        "aiapi.acme.test"
                    ])
                configuration.proxies = ProxySettings(try Proxy("http://127.0.0.1:\(proxy.port)"))
                #expect(try await error(ConnectionProbe(configuration))?.code == .proxyRefused)
            }
        }
    }

    @Test("ends in time, and at once when it is cancelled, where nothing answers")
    func silent() async throws {
        try await withTunnelProxy(.silence) { proxy in
            var configuration = try ClientConfiguration(host: "https://aiapi.acme.test")
            configuration.proxies = ProxySettings(try Proxy("http://127.0.0.1:\(proxy.port)"))
            configuration.limits.connection = .milliseconds(300)
            #expect(try await error(ConnectionProbe(configuration))?.code == .unreachable)
            configuration.limits.connection = .seconds(600)
            let probe = ConnectionProbe(configuration)
            let count = proxy.requests.count
            let task = Task { try await probe.connect() }
            try await eventually("the request to the proxy") { proxy.requests.count > count ? true : nil }
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
        }
    }
}
