import TestSupport
import Testing

@testable import Nx1Client
@testable import Nx1Events
@testable import Nx1HTTP
@testable import Nx1Settings
@testable import Nx1SignIn
@testable import Nx1Values

@Suite("A provider that keeps failing", .timeLimit(.minutes(1)))
struct SignInRetriesTests {
    @Test("is retried as often as the policy allows, and the error reports the attempts")
    func tokens() async throws {
        let clock = ManualClock()
        try await withProvider(time: clock.timekeeper, answer: { _, _ in .response(500) }) {
            provider async throws in
            var configuration = provider.nx1.configuration
            configuration.credentials = ClientCredentials(try provider.client(secret: "s"))
            try await withNx1Client(configuration) { nx1 async throws in
                let error = await #expect(throws: Nx1Error.self) { try await nx1.ping() }
                #expect(error?.attempts == 3)
                #expect(
                    error?.summary
                        == "\(provider.issuer) is temporarily unavailable (500). Tried 3 times.")
                #expect(provider.tokenRequests.count == 3)
                await #expect(throws: Nx1Error.self) { try await nx1.run(.ask, input: [:]) }
                #expect(provider.tokenRequests.count == 6)
                #expect(!provider.server.requests.contains { $0.path.hasPrefix("/api") })
            }
        }
    }

    @Test("has its discovery document retried no more often either")
    func description() async throws {
        let clock = ManualClock()
        try await withScriptedServer(Route("/", .response(503))) { server async throws in
            var configuration = try ClientConfiguration(host: server.host)
            configuration.timekeeper = clock.timekeeper
            let client = try OAuthClient(
                issuer: server.host + "/realms/r", clientID: "me", clientSecret: Secret("s"))
            configuration.credentials = ClientCredentials(client)
            try await withNx1Client(configuration) { nx1 async throws in
                let error = await #expect(throws: Nx1Error.self) { try await nx1.ping() }
                #expect(error?.attempts == 3)
                #expect(server.requests.count == 3)
            }
        }
    }

    @Test("is retried for the whole budget while a run is followed, and all attempts are counted")
    func budget() {
        var error = Nx1Error(.serviceFailed, "Busy.")
        error.attempts = 3
        error.isTriedOut = true
        var retries = Retries(RetryPolicy(budget: .seconds(60)), began: .zero, isCounted: false)
        for second in 1...59 {
            guard case .retry = retries.decide(error, at: Moment(now: .seconds(second), chance: 0)) else {
                Issue.record("It was given up after \(second) seconds.")
                return
            }
        }
        error.attempts = 180
        #expect(retries.decide(error.with(3), at: Moment(now: .seconds(61), chance: 0)) == .fail(error))
    }
}

extension Nx1Error {
    fileprivate func with(_ attempts: Int) -> Nx1Error {
        var error = self
        error.attempts = attempts
        return error
    }
}
