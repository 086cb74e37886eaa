import Nx1Client
import Nx1Sandbox
import Nx1SecureSandbox
import TestSupport
import Testing

@Suite("Proxies from the user's point of view")
struct ProxyTests {
    @Test("The shell uses HTTPS_PROXY with its sign-in, and bypasses it for NO_PROXY")
    func way() async throws {
        try await withSandbox(.init(speed: 50), tls: .init(names: ["aiapi.acme.test", "127.0.0.1"])) {
            sandbox in
            try await withTemporaryFolder { folder in
                let authority = try TemporaryFolder.write(
                    sandbox.certificateAuthority ?? "", to: "ca.pem", in: folder)
                // planted:p@ss
                try await withTunnelProxy(.openTo("Basic cGxhbnRlZDpwQHNz")) { proxy in
                    let host = sandbox.host.replacing("127.0.0.1", with: "aiapi.acme.test")
                    let variables = [
                        "SSL_CERT_FILE": authority,
                        "HTTPS_PROXY": "http://planted:p%40ss@127.0.0.1:\(proxy.port)",
                        "NO_PROXY": "127.0.0.0/8",
                    ]
                    let through = try await ShellProgram(host: host, key: sandbox.apiKey).run(
                        ["-v", "--progress", "always", "Why?"], adding: variables)
                    #expect(through.status == 0, "\(through.errors)")
                    #expect(through.output.contains("> Why?"))
                    #expect(!through.errors.contains("planted") && !through.errors.contains("p@ss"))
                    let count = proxy.requests.count
                    #expect(count >= 1)
                    let past = try await ShellProgram(sandbox).run(["Why?"], adding: variables)
                    #expect(past.status == 0, "\(past.errors)")
                    #expect(proxy.requests.count == count)
                }
            }
        }
    }

    @Test("A rejecting proxy ends it with status 5, and is named without its sign-in")
    func refused() async throws {
        try await withTunnelProxy(.openTo("Basic x")) { proxy in
            let outcome = try await ShellProgram(host: "https://aiapi.acme.test").run(
                [":ping"], adding: ["https_proxy": "planted:planted@127.0.0.1:\(proxy.port)"])
            #expect(outcome.status == 5)
            #expect(
                outcome.errors
                    == "nx1sh: The proxy http://127.0.0.1:\(proxy.port) (https_proxy) on the way to "
                    + "https://aiapi.acme.test doesn't accept its user name and password (407). Set it to "
                    + "http://USER:PASSWORD@127.0.0.1:\(proxy.port), percent-encoded.\n")
            #expect(proxy.requests.count == 1)
        }
    }

    @Test(
        "An unusable proxy ends it with status 2, naming only its variable; plain HTTP needs no proxy"
    )
    func unusable() async throws {
        let variables = ["ALL_PROXY": "socks4://planted:planted@p.test"]
        let outcome = try await ShellProgram(host: "https://aiapi.acme.test").run(["Why?"], adding: variables)
        #expect(outcome.status == 2)
        #expect(
            outcome.errors.hasPrefix(
                "nx1sh: The proxy from ALL_PROXY isn't valid: only version 5 of SOCKS (socks5://) is supported. "
            ),
            "\(outcome.errors)")
        #expect(!outcome.errors.contains("planted"))
        let plain = try await ShellProgram().run(["--sandbox", ":ping"], adding: variables)
        #expect(plain.status == 0, "\(plain.errors)")
    }
}
