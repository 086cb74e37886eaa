import Synchronization
import TestSupport
import Testing

@testable import Nx1Client
@testable import Nx1Events
@testable import Nx1HTTP
@testable import Nx1Settings
@testable import Nx1SignIn
@testable import Nx1Values

@Suite("A token refresh whose callers have left", .timeLimit(.minutes(1)))
struct LeftRefreshTests {
    /// A provider that holds back its first response until the test releases it. It uses up the refresh token at once.
    private struct SlowProvider: Sendable {
        private let gate = Drip()
        private let body =
            #"{"access_token": "a1", "refresh_token": "r1", "expires_in": 600, "token_type": "Bearer"}"#

        @Sendable func answer(_ request: ReceivedRequest, _ turn: Int) -> Reply {
            guard turn == 0, request.form["refresh_token"] == "r0" else {
                return ScriptedProvider.refusal("invalid_grant", "spent")
            }
            return .head(200, ["Content-Length": "\(body.utf8.count)"]).then(gate)
        }

        func goOn() {
            gate.send(body)
            gate.end()
        }
    }

    /// Makes a request wait for a refresh, and cancels it as soon as the refresh is sent.
    private func leave(_ signIn: BrowserSignIn, at provider: ScriptedProvider) async throws {
        try await withThrowingTaskGroup(of: Authorization.self) { group in
            group.addTask { try await signIn.authorization(over: provider.nx1.network) }
            try await eventually("the refresh") { provider.tokenRequests.count == 1 }
            group.cancelAll()
            await #expect(throws: CancellationError.self) { try await group.waitForAll() }
        }
    }

    @Test("continues; the next caller gets its token, and the new refresh token is stored")
    func joined() async throws {
        let slow = SlowProvider()
        try await withSignedInPerson(answer: slow.answer) { provider, file, clock async throws in
            clock.advance(by: .seconds(2))
            let signIn = BrowserSignIn(try provider.client(), tokens: file)
            try await leave(signIn, at: provider)
            #expect(try provider.stored(in: file)?.refreshToken?.reveal() == "r0")
            let network = provider.nx1.network
            try await withThrowingTaskGroup(of: Authorization.self) { group in
                for _ in 0..<10 { group.addTask { try await signIn.authorization(over: network) } }
                slow.goOn()
                for try await signature in group { #expect(try signature == .bearerToken("a1")) }
            }
            #expect(try await signIn.authorization(over: network) == .bearerToken("a1"))
            #expect(try provider.stored(in: file)?.refreshToken?.reveal() == "r1")
            #expect(provider.tokenRequests.count == 1)
        }
    }

    @Test("continues without callers, and another shell waits for it")
    func kept() async throws {
        let slow = SlowProvider()
        try await withSignedInPerson(answer: slow.answer) { provider, file, clock async throws in
            clock.advance(by: .seconds(2))
            try await leave(BrowserSignIn(try provider.client(), tokens: file), at: provider)
            let other = BrowserSignIn(try provider.client(), tokens: file)
            let network = provider.nx1.network
            async let signature = other.authorization(over: network)
            slow.goOn()
            #expect(try await signature == .bearerToken("a1"))
            #expect(try provider.stored(in: file)?.refreshToken?.reveal() == "r1")
            #expect(provider.tokenRequests.count == 1)
        }
    }

    @Test("is waited for at shutdown, also in a cancelled task")
    func shutdown() async throws {
        let slow = SlowProvider()
        let pauses = Mutex<[Duration]>([])
        try await withSignedInPerson(
            pausing: { pause in
                pauses.withLock { $0.append(pause) }
                try await Task.sleep(for: pause * 1000)
            }, answer: slow.answer
        ) { provider, file, clock async throws in
            clock.advance(by: .seconds(2))
            try await leave(BrowserSignIn(try provider.client(), tokens: file), at: provider)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await provider.nx1.shutdown() }
                group.cancelAll()
                try await eventually("the wait for the refresh") { pauses.withLock { $0 == [.seconds(5)] } }
                slow.goOn()
                try await group.waitForAll()
            }
            #expect(try provider.stored(in: file)?.refreshToken?.reveal() == "r1")
            #expect(provider.tokenRequests.count == 1)
        }
    }

    @Test("is waited for only for a limited time at shutdown")
    func boundedShutdown() async throws {
        try await withSignedInPerson(pausing: { _ in }, answer: { _, _ in .silence }) {
            provider, file, clock async throws in
            clock.advance(by: .seconds(2))
            try await leave(BrowserSignIn(try provider.client(), tokens: file), at: provider)
            try await provider.nx1.shutdown()
            try await provider.server.waitForNoConnections()
            #expect(try provider.stored(in: file)?.refreshToken?.reveal() == "r0")
        }
    }

    @Test("isn't retried without callers")
    func noRetries() async throws {
        let gate = Drip()
        let pauses = Mutex<[Duration]>([])
        try await withSignedInPerson(
            policy: RetryPolicy(),
            pausing: { pause in
                pauses.withLock { $0.append(pause) }
                try Task.checkCancellation()
            },
            answer: { request, turn in
                turn == 0
                    ? .head(503, ["Content-Length": "2"]).then(gate)
                    : ScriptedProvider.rotating(request, turn - 1)
            }
        ) { provider, file, clock async throws in
            clock.advance(by: .seconds(2))
            let signIn = BrowserSignIn(try provider.client(), tokens: file)
            try await leave(signIn, at: provider)
            gate.send("{}")
            gate.end()
            try await eventually("the pause before another try") { !pauses.withLock { $0.isEmpty } }
            // The lock is released as soon as the refresh has ended.
            try await file.lock.hold(at: .system, within: .seconds(30)) {}
            #expect(provider.tokenRequests.count == 1)
            #expect(
                try await signIn.authorization(over: provider.nx1.network) == .bearerToken("a1"))
        }
    }

    @Test("ends without sending anything if it was still waiting for another shell")
    func behindLock() async throws {
        let waits = Mutex(0)
        try await withSignedInPerson(
            pausing: { pause in
                waits.withLock { $0 += 1 }
                try await Task.sleep(for: .milliseconds(1))
            }
        ) { provider, file, clock async throws in
            clock.advance(by: .seconds(2))
            let signIn = BrowserSignIn(try provider.client(), tokens: file)
            let network = provider.nx1.network
            try await file.lock.hold(at: .system, within: .seconds(30)) {
                try await withThrowingTaskGroup(of: Authorization.self) { group in
                    group.addTask { try await signIn.authorization(over: network) }
                    try await eventually("the wait for the lock") { waits.withLock { $0 > 0 } }
                    group.cancelAll()
                    await #expect(throws: CancellationError.self) { try await group.waitForAll() }
                }
            }
            #expect(provider.tokenRequests.isEmpty)
            #expect(try await signIn.authorization(over: network) == .bearerToken("a1"))
            #expect(provider.tokenRequests.count == 1)
        }
    }
}
