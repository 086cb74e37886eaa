import TestSupport
import Testing

@testable import Nx1Client
@testable import Nx1Events
@testable import Nx1HTTP
@testable import Nx1Settings
@testable import Nx1SignIn
@testable import Nx1Values

@Suite("A sign-in with client credentials")
struct ClientCredentialsTests {
    @Test("fetches one token for a hundred waiting requests")
    func singleFlight() async throws {
        let gate = Drip()
        try await withProvider(answer: { request, _ in
            request.path == "/token"
                ? .head(200, ["Content-Length": "60"]).then(gate) : .json("{}")
        }) { provider async throws in
            let credentials = ClientCredentials(try provider.client("batch", secret: "s"))
            let network = provider.nx1.network
            let signatures = try await withThrowingTaskGroup(of: Authorization.self) { group in
                for _ in 0..<100 {
                    group.addTask { try await credentials.authorization(over: network) }
                }
                try await eventually("the request for a token") { provider.tokenRequests.count == 1 }
                let body = #"{"access_token": "one", "expires_in": 600}"#
                gate.send(body + String(repeating: " ", count: 60 - body.utf8.count))
                gate.end()
                return try await group.reduce(into: Set()) { $0.insert($1) }
            }
            #expect(signatures == [try .bearerToken("one")])
            #expect(provider.tokenRequests.count == 1)
            let request = try #require(provider.tokenRequests.first)
            #expect(request.form == ["grant_type": "client_credentials", "scope": "profile"])
            #expect(request.header("Authorization") == "Basic YmF0Y2g6cw==")
        }
    }

    @Test("renews the token before it expires, by a monotonic clock")
    func renewal() async throws {
        let clock = ManualClock()
        try await withProvider(
            time: clock.timekeeper,
            answer: { _, turn in ScriptedProvider.tokens("t\(turn)", expiresIn: 2) }
        ) { provider async throws in
            let credentials = ClientCredentials(try provider.client(secret: "s"))
            let network = provider.nx1.network
            func token() async throws -> Authorization { try await credentials.authorization(over: network) }
            #expect(credentials.status() == nil)
            #expect(try await token() == .bearerToken("t0"))
            clock.advance(by: .milliseconds(1500))
            #expect(try await token() == .bearerToken("t0"))
            #expect(
                credentials.status()
                    == SignInStatus(user: "me", expiresIn: .milliseconds(500), canRefresh: true))
            clock.advance(by: .milliseconds(150))
            #expect(try await token() == .bearerToken("t1"))
            #expect(provider.tokenRequests.count == 2)
        }
    }

    @Test("retries a request with a new token after a 401, and discards only the refused one")
    func replay() async throws {
        let heard = Heard()
        try await withProvider(
            configure: { $0.logger = heard.logger },
            answer: { request, turn in
                if request.path == "/token" { return ScriptedProvider.tokens("t\(turn)") }
                return request.header("Authorization") == "Bearer t0"
                    ? .json(#"{"detail": "expired"}"#, status: 401) : .json(#"{"version": "1"}"#)
            }
        ) { provider async throws in
            let credentials = ClientCredentials(try provider.client(secret: "s"))
            var configuration = provider.nx1.configuration
            configuration.credentials = credentials
            try await withNx1Client(configuration) { nx1 async throws in
                #expect(try await nx1.ping().version == "1")
                #expect(provider.tokenRequests.count == 2)
                #expect(
                    heard.messages.contains("info: The service responded with 401. Signing in again."))
                #expect(await credentials.discard(try .bearerToken("t0")))
                #expect(try await nx1.ping().version == "1")
                #expect(provider.tokenRequests.count == 2, "the newer token was kept")
            }
        }
    }

    @Test("survives a hiccup of the provider, and retries no earlier than the provider requests")
    func hiccup() async throws {
        let clock = ManualClock()
        let heard = Heard()
        try await withProvider(
            time: clock.timekeeper, configure: { $0.logger = heard.logger },
            answer: { _, turn in
                switch turn {
                case 0: .reset
                case 1: .response(503, ["Retry-After": "7"], body: "busy")
                default: ScriptedProvider.tokens("t")
                }
            }
        ) { provider async throws in
            let credentials = ClientCredentials(try provider.client(secret: "s"))
            #expect(
                try await credentials.authorization(over: provider.nx1.network) == .bearerToken("t"))
            #expect(clock.pausesAsked.last == .seconds(7))
            #expect(
                heard.messages.contains(
                    "notice: \(provider.issuer) is temporarily unavailable (503). Retrying in 7.0 s."))
        }
    }

    @Test("uses the old token until it expires while the provider is down")
    func lastSeconds() async throws {
        let clock = ManualClock()
        try await withProvider(
            time: clock.timekeeper, configure: { $0.retryPolicy = .never },
            answer: { _, turn in turn == 0 ? ScriptedProvider.tokens("t", expiresIn: 100) : .response(500) }
        ) { provider async throws in
            let credentials = ClientCredentials(try provider.client(secret: "s"))
            let network = provider.nx1.network
            _ = try await credentials.authorization(over: network)
            clock.advance(by: .seconds(90))
            #expect(try await credentials.authorization(over: network) == .bearerToken("t"))
            clock.advance(by: .seconds(10))
            let error = await #expect(throws: Nx1Error.self) {
                try await credentials.authorization(over: network)
            }
            #expect(error?.code == .serviceFailed)
            #expect(error?.message == "\(provider.issuer) is temporarily unavailable (500).")
        }
    }

    @Test("still fetches the token for other requests when the first is cancelled")
    func cancellation() async throws {
        let gate = Drip()
        try await withProvider(answer: { _, turn in
            turn == 0 ? .head(200, ["Content-Length": "9"]).then(gate) : ScriptedProvider.tokens("t")
        }) { provider async throws in
            let credentials = ClientCredentials(try provider.client(secret: "s"))
            let network = provider.nx1.network
            try await withThrowingTaskGroup(of: Authorization.self) { waiting in
                try await withThrowingTaskGroup(of: Void.self) { first in
                    first.addTask {
                        await #expect(throws: CancellationError.self) {
                            try await credentials.authorization(over: network)
                        }
                    }
                    try await eventually("the first request") { provider.tokenRequests.count == 1 }
                    for _ in 0..<10 {
                        waiting.addTask { try await credentials.authorization(over: network) }
                    }
                    first.cancelAll()
                }
                for try await signature in waiting { #expect(try signature == .bearerToken("t")) }
            }
            #expect(provider.tokenRequests.count == 2)
        }
    }

    @Test("reports a refusal once for all waiting requests, with the reason and without the secret")
    func refused() async throws {
        try await withProvider(answer: { _, _ in
            .json(
                #"{"error": "invalid_client", "error_description": "Bad secret planted-s."}"#, status: 401)
        }) { provider async throws in
            let credentials = ClientCredentials(try provider.client("batch", secret: "planted-s"))
            let error = await #expect(throws: Nx1Error.self) {
                try await credentials.authorization(over: provider.nx1.network)
            }
            #expect(error?.code == .notSignedIn)
            #expect(
                error?.description
                    == "\(provider.issuer) doesn't accept the client batch: Bad secret *** (invalid_client)."
                    + " Check client_id and client_secret in the profile.")
            #expect(provider.tokenRequests.count == 1)
        }
    }

    @Test(
        "has a message for each kind of refusal",
        arguments: [
            (
                "invalid_scope", "doesn't grant me the scope \"profile\"",
                "Set scope in the profile to one that it grants."
            ),
            (
                "unauthorized_client", "doesn't accept the client me",
                "Check client_id and client_secret in the profile."
            ),
            (
                "unsupported_grant_type", "doesn't allow me to sign in this way",
                "Ask the issuer's operators to allow it, or sign in another way."
            ),
            (
                "invalid_request", "refused the sign-in: no (invalid_request)",
                "Check issuer and client_id in the profile."
            ),
        ])
    func refusals(word: String, message: String, advice: String) async throws {
        try await withProvider(answer: { _, _ in ScriptedProvider.refusal(word) }) { provider async throws in
            let credentials = ClientCredentials(try provider.client(secret: "s"))
            let error = await #expect(throws: Nx1Error.self) {
                try await credentials.authorization(over: provider.nx1.network)
            }
            #expect(error?.code == .notSignedIn)
            #expect(error?.httpStatus == 400)
            #expect(error?.message.contains(message) == true)
            #expect(error?.advice == advice)
        }
    }
}
