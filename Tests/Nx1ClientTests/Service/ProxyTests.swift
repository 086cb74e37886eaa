import Nx1Client
import Nx1Sandbox
import Nx1SecureSandbox
import TestSupport
import Testing

@Suite("A client behind a proxy")
struct ProxyTests {
    /// A client that trusts an HTTPS sandbox, with proxies from an environment.
    private func withClient<Value: Sendable>(
        _ environment: [String: String], credentials: Bool = true, host: String? = nil,
        _ body: @escaping @Sendable (Nx1, Sandbox) async throws -> Value
    ) async throws -> Value {
        try await withSandbox(.init(speed: 50), tls: .init(names: ["localhost", "aiapi.acme.test"])) {
            sandbox in
            try await withTemporaryFolder { folder in
                let port = sandbox.host.split(separator: ":").last ?? ""
                var configuration = try ClientConfiguration(
                    host: "https://\(host ?? "aiapi.acme.test"):\(port)",
                    credentials: .preSharedKey(sandbox.apiKey))
                configuration.certificateAuthorities = CertificateAuthorities(
                    file: try TemporaryFolder.write(
                        sandbox.certificateAuthority ?? "", to: "ca.pem", in: folder))
                configuration.proxies = ProxySettings(environment: environment)
                configuration.retryPolicy = .never
                return try await withNx1Client(configuration) { nx1 async throws in
                    try await body(nx1, sandbox)
                }
            }
        }
    }

    @Test(
        "starts, follows and completes a run through it, by HTTP/2; the proxy sees only the service's name"
    )
    func road() async throws {
        try await withTunnelProxy { proxy in
            let traffic = try await withClient(["HTTPS_PROXY": "127.0.0.1:\(proxy.port)"]) { nx1, sandbox in
                let run = try await nx1.run(.ask, input: ["question": "Why?"])
                var count = 0
                for try await _ in nx1.events(of: run.correlationID) { count += 1 }
                #expect(count > 5)
                #expect(try await nx1.result(of: run.correlationID).text.contains("> Why?"))
                return sandbox.traffic
            }
            #expect(traffic.http1Requests >= 1 && traffic.http2Requests >= 2)
            #expect(proxy.requests.count == traffic.connections)
            #expect(proxy.requests.first?.hasPrefix("CONNECT aiapi.acme.test:") == true)
            #expect(proxy.requests.first?.contains("sandbox-") == false)
        }
    }

    @Test("connects through a SOCKS 5 proxy, which resolves the name", arguments: ["socks5", "socks5h"])
    func socks(scheme: String) async throws {
        try await withTunnelProxy { proxy in
            _ = try await withClient(["ALL_PROXY": "\(scheme)://127.0.0.1:\(proxy.port)"]) { nx1, _ in
                try await nx1.ping()
            }
            #expect(proxy.requests.first?.hasPrefix("SOCKS aiapi.acme.test:") == true)
        }
    }

    @Test("bypasses it for hosts in NO_PROXY")
    func direct() async throws {
        try await withTunnelProxy { proxy in
            let environment = ["HTTPS_PROXY": "127.0.0.1:\(proxy.port)", "NO_PROXY": "localhost"]
            _ = try await withClient(environment, host: "localhost") { nx1, _ in try await nx1.ping() }
            #expect(proxy.requests.isEmpty)
        }
    }

    @Test("never uses it for plain HTTP, which is only for this machine")
    func plain() async throws {
        try await withTunnelProxy { proxy in
            try await withSandbox { sandbox in
                var configuration = try ClientConfiguration(
                    host: sandbox.host, credentials: .preSharedKey(sandbox.apiKey))
                let url = "http://127.0.0.1:\(proxy.port)"
                configuration.proxies = ProxySettings(
                    environment: ["http_proxy": url, "HTTP_PROXY": url, "HTTPS_PROXY": url, "ALL_PROXY": url])
                try await withNx1Client(configuration) { nx1 async throws in
                    #expect(try await nx1.runs(limit: 1).isEmpty)
                }
            }
            #expect(proxy.requests.isEmpty)
        }
    }

    @Test("sends the percent-decoded sign-in as Basic to the proxy, and not to the service")
    func signIn() async throws {
        // ann:p@ss%
        try await withTunnelProxy(.openTo("Basic YW5uOnBAc3Ml")) { proxy in
            let runs = try await withClient(["https_proxy": "http://ann:p%40ss%25@127.0.0.1:\(proxy.port)"]) {
                nx1, _ in
                try await nx1.runs(limit: 1)
            }
            #expect(runs.isEmpty)
        }
    }

    @Test(
        "reports a proxy that fails, with where it's set and without its sign-in",
        arguments: [
            (.openTo("Basic x"), .proxyRefused, "doesn't accept its user name and password (407)."),
            (
                .bytes("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"), .unreachable,
                "couldn't connect to https://aiapi.acme.test. It may not allow or reach this host. To connect directly, add the host to NO_PROXY."
            ),
            (
                .bytes("HTTP/1.1 503 Service Unavailable\r\n\r\n"), .unreachable,
                "couldn't connect to https://aiapi.acme.test. It may not allow or reach this host."
            ),
            (
                .bytes("HTTP/1.1 200 OK\r\n\r\n"), .unreachable,
                "Couldn't reach https://aiapi.acme.test through the proxy"
            ),
            (
                .bytes("SSH-2.0-OpenSSH_9.2\r\n"), .unreachable,
                "Couldn't reach https://aiapi.acme.test through the proxy"
            ),
            (.bytes(""), .unreachable, "Couldn't reach https://aiapi.acme.test through the proxy"),
            (
                .silence, .unreachable,
                "didn't connect to https://aiapi.acme.test in time. Check the proxy's address. To connect to the host directly, add it to NO_PROXY."
            ),
        ] as [(TunnelProxy.Answer, Nx1Error.Code, String)])
    func refusals(answer: TunnelProxy.Answer, code: Nx1Error.Code, words: String) async throws {
        try await withTunnelProxy(answer) { proxy in
            var configuration = try ClientConfiguration(
                host: "https://aiapi.acme.test", credentials: .preSharedKey("planted"))
            configuration.proxies = ProxySettings(
                environment: ["HTTPS_PROXY": "planted-name:planted-word@127.0.0.1:\(proxy.port)"])
            configuration.limits.connection = .milliseconds(500)
            configuration.retryPolicy = .never
            try await withNx1Client(configuration) { nx1 async throws in
                let error = await #expect(throws: Nx1Error.self) { try await nx1.ping() }
                #expect(error?.code == code)
                #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
                #expect(error?.message.contains("http://127.0.0.1:\(proxy.port) (HTTPS_PROXY)") == true)
                #expect("\(String(reflecting: error))".contains("planted") == false)
            }
        }
    }

    @Test("reports that a proxy requires a sign-in, with how to set it, and doesn't retry")
    func missingSignIn() async throws {
        try await withTunnelProxy(.openTo("Basic x")) { proxy in
            let error = await #expect(throws: Nx1Error.self) {
                try await withClient(["HTTPS_PROXY": "127.0.0.1:\(proxy.port)"]) { nx1, _ in
                    try await nx1.ping()
                }
            }
            #expect(
                error?.message.contains(
                    "127.0.0.1:\(proxy.port) (HTTPS_PROXY) on the way to https://aiapi.acme.test") == true)
            #expect(error?.message.hasSuffix("requires a user name and a password (407).") == true)
            #expect(error?.advice?.contains("http://USER:PASSWORD@127.0.0.1:\(proxy.port)") == true)
            #expect(proxy.requests.count == 1)
        }
    }

    @Test("reports an unreachable proxy, and a SOCKS proxy that requires a sign-in")
    func unreachable() async throws {
        let closed = try ClosedPort.host()
        let error = await #expect(throws: Nx1Error.self) {
            try await withClient(["ALL_PROXY": closed]) { nx1, _ in try await nx1.ping() }
        }
        #expect(error?.code == .unreachable)
        #expect(error?.isWithoutEffect == true)
        let message = error?.message ?? ""
        #expect(
            message.hasPrefix(
                "Couldn't reach the proxy \(closed) (ALL_PROXY) on the way to https://aiapi.acme.test:"),
            "\(message)")
        #expect(message.hasSuffix(": connection refused."), "\(message)")
        try await withTunnelProxy(.silence) { proxy in
            let error = await #expect(throws: Nx1Error.self) {
                try await withClient(["ALL_PROXY": "socks5://127.0.0.1:\(proxy.port)"]) { nx1, _ in
                    try await nx1.ping()
                }
            }
            #expect(error?.code == .proxyRefused)
            #expect(
                error?.description.hasSuffix(
                    "requires a sign-in, which isn't supported for SOCKS. Use an HTTP proxy.") == true)
        }
    }
}
