import TestSupport
import Testing

@testable import Nx1Client
@testable import Nx1Events
@testable import Nx1HTTP
@testable import Nx1Settings
@testable import Nx1SignIn
@testable import Nx1Values

@Suite("A stored sign-in", .timeLimit(.minutes(1)))
struct RefreshTests {
    @Test("is refreshed before the token expires, and stores the new refresh token")
    func rotation() async throws {
        try await withSignedInPerson { provider, file, clock async throws in
            let signIn = BrowserSignIn(try provider.client(), tokens: file)
            for number in 0..<4 {
                let signature = try await signIn.authorization(over: provider.nx1.network)
                #expect(try signature == .bearerToken("a\(number)"))
                #expect(try provider.stored(in: file)?.refreshToken?.reveal() == "r\(number)")
                #expect(try provider.stored(in: file)?.user == "ann")
                clock.advance(by: .milliseconds(1700))
            }
            #expect(try TemporaryFolder.mode(of: file.path) == 0o600)
        }
    }

    @Test("keeps its refresh token if the provider sends no new one")
    func noRotation() async throws {
        try await withSignedInPerson(answer: { _, turn in
            ScriptedProvider.tokens("a\(turn + 1)", expiresIn: 2)
        }) {
            provider, file, clock async throws in
            let signIn = BrowserSignIn(try provider.client(), tokens: file)
            clock.advance(by: .seconds(2))
            #expect(
                try await signIn.authorization(over: provider.nx1.network) == .bearerToken("a1"))
            #expect(try provider.stored(in: file)?.refreshToken?.reveal() == "r0")
        }
    }

    @Test("is refreshed once for all shells that share the file and all their requests")
    func severalShells() async throws {
        try await withSignedInPerson { provider, file, clock async throws in
            let shells = try (0..<5).map { _ in BrowserSignIn(try provider.client(), tokens: file) }
            let network = provider.nx1.network
            for number in 1...3 {
                clock.advance(by: .milliseconds(1700))
                let signatures = try await withThrowingTaskGroup(of: Authorization.self) { group in
                    for shell in shells {
                        for _ in 0..<10 {
                            group.addTask { try await shell.authorization(over: network) }
                        }
                    }
                    return try await group.reduce(into: Set()) { $0.insert($1) }
                }
                #expect(signatures == [try .bearerToken("a\(number)")])
                #expect(provider.tokenRequests.count == number)
            }
        }
    }

    @Test("is refreshed after a 401, unless another shell has done so already")
    func refusedToken() async throws {
        try await withSignedInPerson { provider, file, _ async throws in
            let network = provider.nx1.network
            let one = BrowserSignIn(try provider.client(), tokens: file)
            let other = BrowserSignIn(try provider.client(), tokens: file)
            let first = try await one.authorization(over: network)
            #expect(try await other.authorization(over: network) == first)
            #expect(await one.discard(first))
            #expect(try await one.authorization(over: network) == .bearerToken("a1"))
            #expect(await other.discard(first))
            #expect(try await other.authorization(over: network) == .bearerToken("a1"))
            #expect(provider.tokenRequests.count == 1)
        }
    }

    @Test("that the provider has ended is deleted, with the advice to sign in again")
    func ended() async throws {
        try await withSignedInPerson(answer: { _, _ in
            ScriptedProvider.refusal("invalid_grant", "Session not active")
        }
        ) {
            provider, file, clock async throws in
            let signIn = BrowserSignIn(try provider.client(), tokens: file)
            clock.advance(by: .seconds(2))
            let error = await #expect(throws: Nx1Error.self) {
                try await signIn.authorization(over: provider.nx1.network)
            }
            #expect(error?.code == .notSignedIn)
            #expect(error?.message.contains("Session not active (invalid_grant)") == true)
            #expect(error?.advice == "Sign in with the browser.")
            #expect(try provider.stored(in: file) == nil)
            #expect(try await signIn.status() == nil)
            let again = await #expect(throws: Nx1Error.self) {
                try await signIn.authorization(over: provider.nx1.network)
            }
            #expect(again?.message == "You aren't signed in at \(provider.issuer).")
        }
    }

    @Test("uses the token that another shell stored while the provider refused the old one")
    func overtaken() async throws {
        let file = Box<@Sendable () throws -> Void>()
        try await withSignedInPerson(answer: { request, _ in
            if request.form["refresh_token"] == "r0" {
                try? file.value?()
                return ScriptedProvider.refusal("invalid_grant", "spent")
            }
            return ScriptedProvider.tokens("a9", refresh: "r9")
        }) { provider, tokens, clock async throws in
            let client = try provider.client()
            file.value = {
                try tokens.update(client) { old in
                    var new = old
                    new?.refreshToken = Secret("r8")
                    return new
                }
            }
            clock.advance(by: .seconds(2))
            let signIn = BrowserSignIn(client, tokens: tokens)
            #expect(
                try await signIn.authorization(over: provider.nx1.network) == .bearerToken("a9"))
            #expect(try tokens.tokens(of: client)?.refreshToken?.reveal() == "r9")
        }
    }

    @Test("survives a temporary failure of the provider")
    func failing() async throws {
        try await withSignedInPerson(answer: { request, turn in
            turn == 0 ? .response(503, body: "planted") : ScriptedProvider.rotating(request, turn - 1)
        }) { provider, file, clock async throws in
            let signIn = BrowserSignIn(try provider.client(), tokens: file)
            clock.advance(by: .seconds(2))
            let error = await #expect(throws: Nx1Error.self) {
                try await signIn.authorization(over: provider.nx1.network)
            }
            #expect(error?.code == .serviceFailed)
            #expect(error?.description.contains("planted") == false)
            #expect(
                try await signIn.authorization(over: provider.nx1.network) == .bearerToken("a1"))
        }
    }

    @Test("without a refresh token expires with its access token")
    func noRefreshToken() async throws {
        try await withSignedInPerson(refresh: nil) { provider, file, clock async throws in
            let signIn = BrowserSignIn(try provider.client(), tokens: file)
            #expect(
                try await signIn.authorization(over: provider.nx1.network) == .bearerToken("a0"))
            clock.advance(by: .seconds(2))
            let error = await #expect(throws: Nx1Error.self) {
                try await signIn.authorization(over: provider.nx1.network)
            }
            #expect(error?.message == "Your sign-in at \(provider.issuer) has expired.")
            #expect(provider.tokenRequests.isEmpty)
        }
    }

    @Test("that was ended elsewhere during a refresh stays ended")
    func loggedOutMeanwhile() async throws {
        let logOut = Box<@Sendable () throws -> Void>()
        try await withSignedInPerson(answer: { request, turn in
            try? logOut.value?()
            return ScriptedProvider.rotating(request, turn)
        }) { provider, file, clock async throws in
            let client = try provider.client()
            logOut.value = { try file.update(client) { _ in nil } }
            clock.advance(by: .seconds(2))
            let signIn = BrowserSignIn(client, tokens: file)
            _ = try await signIn.authorization(over: provider.nx1.network)
            #expect(try file.tokens(of: client) == nil)
        }
    }
}
