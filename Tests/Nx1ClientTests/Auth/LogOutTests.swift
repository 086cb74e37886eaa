import TestSupport
import Testing

@testable import Nx1Client
@testable import Nx1Events
@testable import Nx1HTTP
@testable import Nx1Settings
@testable import Nx1SignIn
@testable import Nx1Values

@Suite("A sign-out", .timeLimit(.minutes(1)))
struct LogOutTests {
    private func signedIn(
        answer: @escaping @Sendable (ReceivedRequest, Int) async -> Reply,
        body: (ScriptedProvider, BrowserSignIn, TokenFile) async throws -> Void
    ) async throws {
        try await withTemporaryFolder { folder in
            let file = TokenFile(path: folder + "/tokens.json")
            try await withProvider(configure: { $0.retryPolicy = .never }, answer: answer) {
                provider async throws in
                let client = try provider.client()
                try file.update(client) { _ in
                    StoredTokens(
                        accessToken: Secret("planted-a"), ends: 4e9, lifetime: .seconds(600),
                        refreshToken: Secret("planted-r"))
                }
                let signIn = BrowserSignIn(client, tokens: file)
                _ = try await signIn.authorization(over: provider.nx1.network)
                try await body(provider, signIn, file)
            }
        }
    }

    private func expectForgotten(_ provider: ScriptedProvider, _ signIn: BrowserSignIn) async throws {
        #expect(try await signIn.status() == nil)
        let error = await #expect(throws: Nx1Error.self) {
            try await signIn.authorization(over: provider.nx1.network)
        }
        #expect(error?.code == .notSignedIn)
    }

    @Test("deletes the tokens and revokes the refresh token")
    func revoked() async throws {
        try await signedIn(answer: { _, _ in .response(200) }) { provider, signIn, file async throws in
            #expect(try await signIn.logOut(over: provider.nx1.network))
            let request = try #require(provider.server.requests.last)
            #expect(request.path == "/revoke")
            #expect(
                request.form == [
                    "token": "planted-r", "token_type_hint": "refresh_token", "client_id": "me",
                ])
            try await expectForgotten(provider, signIn)
            #expect(!(try TemporaryFolder.read(file.path)).contains("planted"))
            #expect(try await !signIn.logOut(over: provider.nx1.network), "nobody is left to sign out")
        }
    }

    @Test("deletes the tokens without a revocation endpoint, and reports that")
    func notOffered() async throws {
        try await signedIn(answer: { _, _ in .response(404) }) { provider, signIn, _ async throws in
            #expect(try await !signIn.logOut(over: provider.nx1.network))
            try await expectForgotten(provider, signIn)
        }
    }

    @Test(
        "deletes the tokens even if the revocation fails, and reports that",
        arguments: [
            (Reply.response(500), Nx1Error.Code.serviceFailed),
            (ScriptedProvider.refusal("invalid_client", "planted-r?"), .notSignedIn), (.reset, .unreachable),
        ])
    func failed(reply: Reply, code: Nx1Error.Code) async throws {
        try await signedIn(answer: { _, _ in reply }) { provider, signIn, _ async throws in
            let error = await #expect(throws: Nx1Error.self) {
                try await signIn.logOut(over: provider.nx1.network)
            }
            #expect(error?.code == code)
            #expect(
                error?.message.hasPrefix("The tokens were deleted here, but couldn't be revoked. ")
                    == true)
            #expect(
                error?.advice
                    == "The tokens stay valid until they expire. To revoke them now, use the issuer's account page."
            )
            #expect(error?.description.contains("planted") == false)
            try await expectForgotten(provider, signIn)
        }
    }
}
