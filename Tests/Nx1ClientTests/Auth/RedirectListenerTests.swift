import TestSupport
import Testing

@testable import Nx1Client
@testable import Nx1Events
@testable import Nx1HTTP
@testable import Nx1Settings
@testable import Nx1SignIn
@testable import Nx1Values

@Suite("The listener for the browser's redirect", .timeLimit(.minutes(1)))
struct RedirectListenerTests {
    private let attempt: SignInAttempt

    init() throws {
        let client = try OAuthClient(issuer: "https://sso.acme.example", clientID: "me")
        attempt = SignInAttempt(client, at: .keycloak(client.issuer), state: Secret("s"))
    }

    private func withBrowser(_ body: @escaping @Sendable (Browser) async throws -> Void) async throws {
        try await withNx1Client(try ClientConfiguration(host: "http://127.0.0.1:1")) { nx1 async throws in
            try await body(Browser(network: nx1.network))
        }
    }

    private func listener(_ limit: Duration = .seconds(60)) -> RedirectListener {
        RedirectListener(time: .system, limit: limit)
    }

    /// The listener's result for a browser that runs `browse` concurrently.
    private func code(
        browse: @escaping @Sendable (String) async -> Void
    ) async throws -> (code: Secret, redirectURI: String) {
        let (addresses, address) = AsyncStream<String>.makeStream()
        async let end: Void = { for await uri in addresses { await browse(uri) } }()
        do {
            let came = try await listener().code(of: attempt) { uri, _ in address.yield(uri) }
            address.finish()
            await end
            return came
        } catch {
            // The browser still reads its whole page.
            address.finish()
            await end
            throw error
        }
    }

    @Test("picks the redirect from among other requests, then stops listening")
    func answer() async throws {
        try await withBrowser { browser async throws in
            let (code, uri) = try await code { uri in
                await browser.expect(404, uri.replacing("/callback", with: "/favicon.ico"))
                await browser.expect(400, uri)
                await browser.expect(405, uri + "?code=c&state=s", method: "HEAD")
                await browser.expect(200, uri + "?code=c%2F1&state=s", showing: "You can close this page.")
            }
            #expect(code.reveal() == "c/1")
            #expect(uri.hasPrefix("http://127.0.0.1:") && uri.hasSuffix("/callback"))
            await browser.expectNobody(uri)
        }
    }

    @Test("isn't blocked by a silent or a flooding connection")
    func silentConnections() async throws {
        try await withBrowser { browser async throws in
            let code = try await code { uri in
                let port = Self.port(of: uri)
                let silent = try? RawConnection(port: port)
                let babbling = try? RawConnection(port: port)
                babbling?.send("no HTTP at all\r\n\r\n")
                await browser.expect(200, uri + "?code=c&state=s")
                silent?.close()
                babbling?.close()
            }.code
            #expect(code.reveal() == "c")
        }
    }

    @Test("closes connections that arrive while it stops")
    func crowd() async throws {
        try await withBrowser { browser async throws in
            for _ in 0..<30 {
                _ = try await code { uri in
                    async let crowd: Void = connectUntilRefused(port: Self.port(of: uri))
                    await browser.expect(200, uri + "?code=c&state=s")
                    await crowd
                }
            }
        }
    }

    private static func port(of uri: String) -> Int {
        Int(uri.dropFirst("http://127.0.0.1:".count).prefix { $0 != "/" }) ?? 0
    }

    @Test("ignores a redirect of another sign-in, which any page could send")
    func wrongState() async throws {
        try await withBrowser { browser async throws in
            let code = try await code { uri in
                await browser.expect(
                    400, uri + "?code=c&state=planted", showing: "This response belongs to another sign-in.")
                await browser.expect(400, uri + "?error=access_denied", showing: "another sign-in")
                await browser.expect(200, uri + "?code=c&state=s")
            }.code
            #expect(code.reveal() == "c")
        }
    }

    @Test("times out at its limit, and explains what may be wrong")
    func limit() async throws {
        let addresses = AsyncStream<String>.makeStream()
        let error = await #expect(throws: Nx1Error.self) {
            try await listener(.milliseconds(50)).code(of: attempt) { uri, _ in
                addresses.continuation.yield(uri)
            }
        }
        #expect(error?.code == .notSignedIn)
        #expect(error?.message == "Timed out after 0.05 seconds waiting for the browser.")
        #expect(error?.advice?.contains("redirect_uri") == true)
        let uri = try #require(await addresses.stream.first { _ in true })
        try await withBrowser { browser async throws in await browser.expectNobody(uri) }
    }

    @Test("stops listening at once when it's cancelled, even while the browser is being opened")
    func cancellation() async throws {
        let addresses = AsyncStream<String>.makeStream()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                await #expect(throws: CancellationError.self) {
                    try await listener().code(of: attempt) { uri, _ in
                        addresses.continuation.yield(uri)
                        try? await Task.sleep(for: .seconds(600))
                    }
                }
            }
            let uri = try #require(await addresses.stream.first { _ in true })
            group.cancelAll()
            try await group.waitForAll()
            try await withBrowser { browser async throws in await browser.expectNobody(uri) }
        }
    }

    @Test("listens on the given port, and reports a port in use")
    func fixedPort() async throws {
        let uris = AsyncStream<String>.makeStream()
        let free = Box<String>()
        _ = try? await listener(.milliseconds(10)).code(of: attempt) { uri, _ in free.value = uri }
        let port = Self.port(of: try #require(free.value))
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                await #expect(throws: CancellationError.self) {
                    try await RedirectListener(time: .system, limit: .seconds(60), port: port)
                        .code(of: attempt) { uri, _ in uris.continuation.yield(uri) }
                }
            }
            #expect(await uris.stream.first { _ in true } == "http://127.0.0.1:\(port)/callback")
            let error = await #expect(throws: Nx1Error.self) {
                try await RedirectListener(time: .system, limit: .seconds(60), port: port)
                    .code(of: attempt) { _, _ in }
            }
            #expect(error?.code == .invalidSetting)
            #expect(
                error?.description
                    == "Couldn't listen on port \(port) of 127.0.0.1: address already in use."
                    + " Choose another port, or leave it out to use any free one.")
            group.cancelAll()
        }
    }

    @Test("suggests another way to sign in if the system has no port for it")
    func noPort() {
        #expect(
            RedirectListener.deaf.description
                == "Couldn't listen on 127.0.0.1 for the browser. Sign in another way: with a key, or with a token in NX1_ACCESS_TOKEN."
        )
    }

    @Test("rejects a port out of range", arguments: [-1, 65_536, .max])
    func impossiblePort(port: Int) async throws {
        let error = await #expect(throws: Nx1Error.self) {
            try await RedirectListener(time: .system, limit: .seconds(1), port: port).code(of: attempt) {
                _, _ in
            }
        }
        #expect(error?.description == "The port must be between 1 and 65535, not \(port).")
    }
}
