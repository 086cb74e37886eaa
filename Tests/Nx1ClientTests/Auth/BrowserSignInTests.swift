import TestSupport
import Testing

@testable import Nx1Client
@testable import Nx1Events
@testable import Nx1HTTP
@testable import Nx1Settings
@testable import Nx1SignIn
@testable import Nx1Values

@Suite("A sign-in with a browser", .timeLimit(.minutes(1)))
struct BrowserSignInTests {
    /// Signs in at `provider`, where `person` acts on the provider's query and redirect URI.
    private func logIn(
        _ provider: ScriptedProvider, _ file: TokenFile,
        person: @escaping @Sendable (FormFields, Browser) async -> Void
    ) async throws -> SignInStatus {
        let browser = Browser(network: provider.nx1.network)
        return try await BrowserSignIn(try provider.client(), tokens: file)
            .logIn(over: provider.nx1.network, within: .seconds(30)) { page in
                await person(FormFields(parsing: page.address.drop { $0 != "?" }.dropFirst()), browser)
            }
    }

    private func comeBack(_ answer: String) -> @Sendable (FormFields, Browser) async -> Void {
        { query, browser in
            let state = query["state"] ?? ""
            _ = try? await browser.open("\(query["redirect_uri"] ?? "")?\(answer)&state=\(state)")
        }
    }

    @Test("exchanges the code with its PKCE verifier and stores the tokens")
    func whole() async throws {
        try await withTemporaryFolder { folder in
            let file = TokenFile(path: folder + "/tokens.json")
            let asked = Box<FormFields>()
            try await withProvider(answer: { request, _ in
                let host = "http://" + (request.header("Host") ?? "")
                let id = unsignedToken([
                    "iss": .string(host + "/realms/r"), "aud": "me",
                    "nonce": .string(asked.value?["nonce"] ?? ""),
                    "preferred_username": "ann",
                ])
                return ScriptedProvider.tokens("a1", refresh: "r1", id: id)
            }) { provider async throws in
                let comeBack = comeBack("code=c1")
                let status = try await logIn(provider, file) { query, browser in
                    asked.value = query
                    await comeBack(query, browser)
                }
                #expect(status.user == "ann")
                #expect(status.canRefresh)
                let form = FormFields(parsing: try #require(provider.tokenRequests.first).text)
                #expect(form["grant_type"] == "authorization_code")
                #expect(form["code"] == "c1")
                #expect(form["client_id"] == "me")
                #expect(form["redirect_uri"] == asked.value?["redirect_uri"])
                let proof = ProofKey(verifier: Secret(form["code_verifier"] ?? ""))
                #expect(proof.challenge == asked.value?["code_challenge"])
                let stored = try file.tokens(of: try provider.client())
                #expect(stored?.refreshToken?.reveal() == "r1")
                // Another process is signed in too.
                let later = BrowserSignIn(try provider.client(), tokens: file)
                #expect(try await later.status()?.user == "ann")
                #expect(
                    try await later.authorization(over: provider.nx1.network) == .bearerToken("a1"))
                #expect(provider.tokenRequests.count == 1)
            }
        }
    }

    @Test("rejects an ID token that belongs to another sign-in")
    func replayedToken() async throws {
        try await withTemporaryFolder { folder in
            let file = TokenFile(path: folder + "/tokens.json")
            try await withProvider(answer: { request, _ in
                let host = "http://" + (request.header("Host") ?? "")
                let id = unsignedToken(
                    ["iss": .string(host + "/realms/r"), "aud": "me", "nonce": "old"])
                return ScriptedProvider.tokens("a1", id: id)
            }) { provider async throws in
                let error = await #expect(throws: Nx1Error.self) {
                    _ = try await logIn(provider, file, person: comeBack("code=c1"))
                }
                #expect(error?.message.contains("nonce") == true)
                #expect(try file.tokens(of: try provider.client()) == nil)
            }
        }
    }

    @Test("reports a denial, and requests no tokens")
    func denied() async throws {
        try await withTemporaryFolder { folder in
            let file = TokenFile(path: folder + "/tokens.json")
            try await withProvider(answer: { _, _ in .silence }) { provider async throws in
                let error = await #expect(throws: Nx1Error.self) {
                    _ = try await logIn(provider, file, person: comeBack("error=access_denied"))
                }
                #expect(error?.message == "The sign-in at \(provider.issuer) was denied: access_denied.")
                #expect(provider.tokenRequests.isEmpty)
            }
        }
    }

    @Test("reports a refused code without quoting it")
    func refusedCode() async throws {
        try await withTemporaryFolder { folder in
            let file = TokenFile(path: folder + "/tokens.json")
            try await withProvider(answer: { _, _ in
                ScriptedProvider.refusal("invalid_grant", "Code planted-code unknown")
            }) { provider async throws in
                let error = await #expect(throws: Nx1Error.self) {
                    _ = try await logIn(provider, file, person: comeBack("code=planted-code"))
                }
                #expect(
                    error?.message
                        == "The sign-in at \(provider.issuer) is invalid or has expired:"
                        + " Code *** unknown (invalid_grant).")
                #expect(error?.code == .notSignedIn)
            }
        }
    }

    @Test("reports a damaged token file before the browser opens")
    func damagedFile() async throws {
        try await withTemporaryFolder { folder in
            let file = TokenFile(path: try TemporaryFolder.write("{", to: "tokens.json", in: folder))
            try await withProvider(answer: { _, _ in .silence }) { provider async throws in
                let error = await #expect(throws: Nx1Error.self) {
                    _ = try await logIn(provider, file) { _, _ in Issue.record("The browser opened.") }
                }
                #expect(error?.message.contains(file.path) == true)
            }
        }
    }

    @Test("accepts a pasted address from a browser on another machine")
    func submitted() async throws {
        try await withTemporaryFolder { folder in
            let file = TokenFile(path: folder + "/tokens.json")
            try await withProvider(answer: { _, _ in ScriptedProvider.tokens("a1", refresh: "r1") }) {
                provider async throws in
                let refusals = Box<[String]>([])
                let status = try await BrowserSignIn(try provider.client(), tokens: file)
                    .logIn(over: provider.nx1.network, within: .seconds(30)) { page in
                        let query = FormFields(parsing: page.address.drop { $0 != "?" }.dropFirst())
                        for answer in [
                            "?code=planted&state=forged", "?code=c1&state=\(query["state"] ?? "")",
                        ] {
                            do throws(Nx1Error) {
                                try page.submit(page.redirectURI + answer)
                            } catch {
                                refusals.value?.append(error.message)
                            }
                        }
                    }
                #expect(status.canRefresh)
                #expect(
                    refusals.value == [
                        "That address belongs to another sign-in."
                    ])
                let form = FormFields(parsing: try #require(provider.tokenRequests.first).text)
                #expect(form["code"] == "c1")
                #expect(form["code_verifier"] != nil)
            }
        }
    }
}
