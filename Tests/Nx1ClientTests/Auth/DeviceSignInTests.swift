import TestSupport
import Testing

@testable import Nx1Client
@testable import Nx1Events
@testable import Nx1HTTP
@testable import Nx1Settings
@testable import Nx1SignIn
@testable import Nx1Values

@Suite("A sign-in on another device", .timeLimit(.minutes(1)))
struct DeviceSignInTests {
    private static let code = Reply.json(
        #"""
        {"device_code": "planted-device", "user_code": "WDJB-MJHT", "verification_uri": "https://sso.example/d",
         "verification_uri_complete": "https://sso.example/d?user_code=WDJB-MJHT", "expires_in": 60, "interval": 2}
        """#)

    /// The outcome of a sign-in at a provider that issues a code, then answers the nth poll with `poll(n)`.
    private func logIn(
        _ clock: ManualClock, device: Reply = Self.code, poll: @escaping @Sendable (Int) -> Reply,
        check: (ScriptedProvider, Result<SignInStatus, any Error>, [DeviceCode]) throws -> Void
    ) async throws {
        try await withTemporaryFolder { folder in
            let file = TokenFile(path: folder + "/tokens.json")
            let counts = Counter()
            try await withScriptedServer(answering: { request in
                let host = "http://" + (request.header("Host") ?? "")
                if request.path.hasSuffix("/.well-known/openid-configuration") {
                    let more = #", "device_authorization_endpoint": "\#(host)/device""#
                    return .json(ScriptedProvider.description(host, more: more))
                }
                return request.path == "/device" ? device : poll(counts.next())
            }) { server async throws in
                var configuration = try ClientConfiguration(host: server.host)
                configuration.timekeeper = clock.timekeeper
                try await withNx1Client(configuration) { nx1 async throws in
                    let provider = ScriptedProvider(server: server, nx1: nx1)
                    let shown = Box<[DeviceCode]>([])
                    let signIn = BrowserSignIn(try provider.client(), tokens: file)
                    #expect(try await signIn.offersDeviceCodes(over: nx1.network))
                    var result: Result<SignInStatus, any Error>
                    do {
                        result = .success(
                            try await signIn.logInOnAnotherDevice(over: nx1.network) { code in
                                shown.value?.append(code)
                            })
                    } catch {
                        result = .failure(error)
                        #expect(!"\(error)".contains("planted"))
                    }
                    let isStored = try file.tokens(of: try provider.client()) != nil
                    #expect(isStored == ((try? result.get()) != nil))
                    try check(provider, result, shown.value ?? [])
                }
            }
        }
    }

    @Test("shows a code, polls at the provider's pace, and stores the tokens")
    func whole() async throws {
        let clock = ManualClock()
        try await logIn(clock) { turn in
            switch turn {
            case 0, 2: ScriptedProvider.refusal("authorization_pending")
            case 1: ScriptedProvider.refusal("slow_down")
            default: ScriptedProvider.tokens("a1", refresh: "r1")
            }
        } check: { provider, result, shown in
            #expect(try result.get().canRefresh)
            #expect(shown.map(\.userCode) == ["WDJB-MJHT"])
            #expect(shown.first?.address == "https://sso.example/d")
            #expect(shown.first?.completeAddress == "https://sso.example/d?user_code=WDJB-MJHT")
            #expect(clock.pausesAsked == [.seconds(2), .seconds(2), .seconds(7), .seconds(7)])
            let asked = FormFields(
                parsing: try #require(provider.server.requests.first { $0.path == "/device" }).text)
            #expect(asked["client_id"] == "me")
            #expect(asked["scope"] == "openid profile offline_access")
            let form = FormFields(parsing: try #require(provider.tokenRequests.last).text)
            #expect(form["grant_type"] == "urn:ietf:params:oauth:grant-type:device_code")
            #expect(form["device_code"] == "planted-device")
            let proof = ProofKey(verifier: Secret(form["code_verifier"] ?? ""))
            #expect(proof.challenge == asked["code_challenge"], "a provider that wants PKCE here too gets it")
        }
    }

    @Test("reports a denial and an expired code")
    func refused() async throws {
        try await logIn(ManualClock()) { _ in
            ScriptedProvider.refusal("access_denied")
        } check: {
            provider, result, _ in
            let error = #expect(throws: Nx1Error.self) { try result.get() }
            #expect(error?.message == "The sign-in at \(provider.issuer) was denied: no (access_denied).")
            #expect(provider.tokenRequests.count == 1)
        }
        for word in ["expired_token", "authorization_pending"] {
            try await logIn(ManualClock()) { _ in
                ScriptedProvider.refusal(word)
            } check: { provider, result, _ in
                let error = #expect(throws: Nx1Error.self) { try result.get() }
                #expect(
                    error?.message.hasPrefix(
                        "The code for \(provider.issuer) expired before you signed in")
                        == true)
                #expect(error?.code == .notSignedIn)
                #expect(
                    provider.tokenRequests.count == (word == "expired_token" ? 1 : 30), "one a 2 s, for 60 s")
            }
        }
    }

    @Test(
        "keeps polling a failing provider with growing pauses until the code expires"
    )
    func failingProvider() async throws {
        let clock = ManualClock()
        try await logIn(clock) { turn in
            turn < 3 ? Reply.response(503) : ScriptedProvider.tokens("a1")
        } check: { _, result, _ in
            _ = try result.get()
            #expect(clock.pausesAsked == [2, 4, 8, 16].map { .seconds($0) })
        }
        try await logIn(ManualClock()) { _ in
            Reply.response(503)
        } check: { provider, result, _ in
            let error = #expect(throws: Nx1Error.self) { try result.get() }
            #expect(error?.code == .serviceFailed)
            #expect(provider.tokenRequests.count == 5, "after 2, 6, 14, 30 and 60 seconds")
        }
    }

    @Test(
        "reports a provider that doesn't allow it for this client",
        arguments: ["unauthorized_client", "unsupported_grant_type"])
    func unavailable(word: String) async throws {
        try await logIn(ManualClock(), device: ScriptedProvider.refusal(word, "Disabled.")) { _ in
            ScriptedProvider.tokens("a1")
        } check: { provider, result, shown in
            let error = #expect(throws: Nx1Error.self) { try result.get() }
            #expect(
                error?.message
                    == "\(provider.issuer) doesn't allow this client to sign in on another device: Disabled (\(word))."
            )
            #expect(error?.problem == .deviceCodesUnavailable(issuer: provider.issuer))
            #expect(error?.httpStatus == 400)
            #expect(shown.isEmpty)
        }
        try await withTemporaryFolder { folder in
            try await withProvider(answer: { _, _ in .silence }) { provider async throws in
                let signIn = BrowserSignIn(
                    try provider.client(), tokens: TokenFile(path: folder + "/tokens.json"))
                #expect(try await !signIn.offersDeviceCodes(over: provider.nx1.network))
                let error = await #expect(throws: Nx1Error.self) {
                    try await signIn.logInOnAnotherDevice(over: provider.nx1.network) { _ in }
                }
                #expect(error?.message == "\(provider.issuer) doesn't support sign-in on another device.")
            }
        }
    }

    @Test("fails before showing a code if the tokens can't be stored or there is no issuer")
    func forNothing() async throws {
        try await withProvider(
            more: #", "device_authorization_endpoint": "ftp://sso.example/device""#,
            answer: { _, _ in Self.code }
        ) { provider async throws in
            let signIn = BrowserSignIn(
                try provider.client(), tokens: TokenFile(path: "/proc/nope/tokens.json"))
            #expect(
                try await !signIn.offersDeviceCodes(over: provider.nx1.network),
                "an unusable endpoint is none")
            let error = await #expect(throws: Nx1Error.self) {
                try await signIn.logInOnAnotherDevice(over: provider.nx1.network) { _ in
                    Issue.record("a code")
                }
            }
            #expect(error?.message.contains("/proc/nope/tokens.json") == true)
        }
        try await withTemporaryFolder { folder in
            try await withScriptedServer(answering: { _ in .response(404) }) { server async throws in
                try await withNx1Client(try .init(host: server.host)) { nx1 async throws in
                    let client = try OAuthClient(issuer: server.host + "/realms/mistyped", clientID: "me")
                    let signIn = BrowserSignIn(client, tokens: TokenFile(path: folder + "/tokens.json"))
                    let error = await #expect(throws: Nx1Error.self) {
                        try await signIn.logIn(over: nx1.network, within: .seconds(60)) { _ in
                            Issue.record("a page")
                        }
                    }
                    #expect(
                        error?.message
                            == "\(server.host)/realms/mistyped isn't an issuer: it has no /.well-known/openid-configuration (404)."
                    )
                }
            }
        }
    }

    @Test("rejects another issuer's ID token")
    func foreignToken() async throws {
        let token = unsignedToken(["iss": "https://other.example", "aud": "me"])
        try await logIn(ManualClock()) { _ in
            ScriptedProvider.tokens("a1", id: token)
        } check: {
            provider, result, _ in
            let error = #expect(throws: Nx1Error.self) { try result.get() }
            #expect(error?.message == "The ID token from \(provider.issuer) was issued by another issuer.")
        }
    }

    @Test("stops waiting at once when it's cancelled")
    func cancelled() async throws {
        let waiting = AsyncStream<Void>.makeStream()
        let time = Timekeeper(sleep: { _ in
            waiting.continuation.yield()
            try await Task.sleep(for: .seconds(600))
        })
        try await withTemporaryFolder { folder in
            try await withScriptedServer(answering: { request in
                let host = "http://" + (request.header("Host") ?? "")
                guard request.path == "/device" else {
                    let more = #", "device_authorization_endpoint": "\#(host)/device""#
                    return .json(ScriptedProvider.description(host, more: more))
                }
                return Self.code
            }) { server async throws in
                var configuration = try ClientConfiguration(host: server.host)
                configuration.timekeeper = time
                try await withNx1Client(configuration) { nx1 async throws in
                    let provider = ScriptedProvider(server: server, nx1: nx1)
                    let signIn = BrowserSignIn(
                        try provider.client(), tokens: TokenFile(path: folder + "/tokens.json"))
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        group.addTask {
                            await #expect(throws: CancellationError.self) {
                                try await signIn.logInOnAnotherDevice(over: nx1.network) { _ in }
                            }
                        }
                        _ = await waiting.stream.first { true }
                        group.cancelAll()
                        try await group.waitForAll()
                    }
                    #expect(provider.tokenRequests.isEmpty)
                }
            }
        }
    }
}

@Suite("A device code")
struct DeviceAuthorizationTests {
    private func read(_ body: String) throws(Nx1Error) -> DeviceAuthorization {
        guard let endpoint = ProviderEndpoint("https://sso.example/device") else {
            throw .invalidSetting("no endpoint")
        }
        return try DeviceAuthorization(Array(body.utf8), from: endpoint)
    }

    private func code(_ more: String, address: String = "https://sso.example/d") -> String {
        #"{"device_code": "planted", "user_code": "A\u001bB", "verification_uri": "\#(address)"\#(more)}"#
    }

    @Test(
        "has bounded lifetimes and pauses, whatever the provider sends",
        arguments: [
            ("", 5, 600), (#", "interval": 0, "expires_in": 0"#, 5, 600),
            (#", "interval": -1, "expires_in": -1"#, 5, 600),
            (#", "interval": 0.01, "expires_in": 30"#, 1, 30),
            (#", "interval": 1e300, "expires_in": 1e300"#, 60, 3600),
            (#", "interval": "7", "expires_in": "1800""#, 7, 1800),
        ])
    func bounds(more: String, interval: Int, lifetime: Int) throws {
        let authorization = try read(code(more))
        #expect(authorization.interval == .seconds(interval))
        #expect(authorization.code.lifetime == .seconds(lifetime))
        #expect(!authorization.code.userCode.contains("\u{1B}"), "no code drives the terminal")
        #expect(authorization.code.completeAddress == nil)
    }

    @Test("drops a link that isn't https, and is rejected if its address isn't")
    func addresses() throws {
        #expect(
            try read(code(#", "verification_uri_complete": "javascript:alert(1)""#)).code.completeAddress
                == nil)
        for address in ["javascript:alert(1)", "http://sso.example/d", "d", "https://sso.example/\\u001b[2J"]
        {
            let error = #expect(throws: Nx1Error.self) { try read(code("", address: address)) }
            #expect(
                error?.message
                    == "Couldn't parse the device code from https://sso.example: verification_uri isn't a valid https address."
            )
        }
    }

    @Test(
        "is rejected without being quoted if it's incomplete",
        arguments: [
            ("[]", "it isn't a JSON object"), ("planted", "it isn't a JSON object"),
            (#"{"user_code": "planted", "verification_uri": "https://a.example"}"#, "device_code is missing"),
            (#"{"device_code": "planted", "verification_uri": "https://a.example"}"#, "user_code is missing"),
            (#"{"device_code": "planted", "user_code": "planted"}"#, "verification_uri is missing"),
            (#"{"device_code": 1, "user_code": "planted"}"#, "device_code is missing"),
        ])
    func incomplete(body: String, reason: String) throws {
        let error = #expect(throws: Nx1Error.self) { try read(body) }
        #expect(error?.code == .notUnderstood)
        #expect(error?.message == "Couldn't parse the device code from https://sso.example: \(reason).")
        #expect(error?.description.contains("planted") == false)
    }

    @Test("is polled once more just before it expires")
    func lastMoment() {
        var polling = DevicePolling(every: .seconds(5), for: .seconds(12), from: .seconds(100))
        #expect(polling.step(at: .seconds(100)) == .ask(after: .seconds(5)))
        polling.heed(.noAnswer())
        #expect(polling.step(at: .seconds(105)) == .ask(after: .seconds(7)))
        #expect(polling.step(at: .seconds(112)) == .expire)
        for _ in 0..<100 { polling.heed(.noAnswer()) }
        #expect(polling.interval == .seconds(60))
        for _ in 0..<100 { polling.heed(.slowDown) }
        #expect(polling.interval == .seconds(560))
    }
}
