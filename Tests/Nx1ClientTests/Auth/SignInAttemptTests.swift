import Testing

@testable import Nx1Client
@testable import Nx1Events
@testable import Nx1HTTP
@testable import Nx1Settings
@testable import Nx1SignIn
@testable import Nx1Values

@Suite("One sign-in with a browser")
struct SignInAttemptTests {
    private let attempt: SignInAttempt
    private let issuer = "https://sso.acme.example/realms/a"

    init() throws {
        let client = try OAuthClient(issuer: issuer, clientID: "me")
        attempt = SignInAttempt(
            client, at: .keycloak(client.issuer), state: Secret("the-state"), nonce: Secret("the-nonce"),
            proofKey: ProofKey(verifier: Secret("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")))
    }

    @Test("computes its challenge as in RFC 7636 (appendix B), with a new secret each time")
    func proofKey() {
        #expect(attempt.proofKey.challenge == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")
        let verifiers = (0..<100).map { _ in ProofKey().verifier.reveal() }
        #expect(Set(verifiers).count == 100)
        #expect(verifiers.allSatisfy { $0.utf8.count == 43 })
    }

    @Test("starts with an address that has all parameters and not the verifier")
    func url() throws {
        let endpoint = try #require(attempt.provider.authorization)
        let url = attempt.url(at: endpoint, redirectURI: "http://127.0.0.1:99/callback")
        let query = FormFields(parsing: url.dropFirst((endpoint.description + "?").count))
        #expect(url.hasPrefix(issuer + "/protocol/openid-connect/auth?"))
        #expect(query["response_type"] == "code")
        #expect(query["client_id"] == "me")
        #expect(query["redirect_uri"] == "http://127.0.0.1:99/callback")
        #expect(query["scope"] == "openid profile offline_access")
        #expect(query["state"] == "the-state")
        #expect(query["nonce"] == "the-nonce")
        #expect(query["code_challenge"] == attempt.proofKey.challenge)
        #expect(query["code_challenge_method"] == "S256")
        #expect(!url.contains(attempt.proofKey.verifier.reveal()))
        #expect(
            ProviderEndpoint("https://x.example/a?b=c")?.with(FormFields([("d", "e")])).hasSuffix("?b=c&d=e")
                == true)
    }

    private func code(_ query: String, namesItself: Bool = false) throws -> String {
        var provider = attempt.provider
        provider.namesItselfInAnswers = namesItself
        let attempt = SignInAttempt(attempt.client, at: provider, state: attempt.state)
        return try attempt.code(in: FormFields(parsing: query)).reveal()
    }

    @Test("ends with the code of its own response")
    func code() throws {
        #expect(try code("code=c%2B1&state=the-state") == "c+1")
        let named = "code=c&state=the-state&iss=https%3A%2F%2Fsso.acme.example%2Frealms%2Fa"
        #expect(try code(named, namesItself: true) == "c")
    }

    private static let otherState =
        "The browser returned from a different sign-in (the state doesn't match)."

    @Test(
        "rejects any other response",
        arguments: [
            ("code=c&state=other", otherState), ("code=c", otherState),
            ("code=c&state=the-state&state=the-state", otherState),
            ("error=access_denied&state=other", otherState),
            (
                "code=c&state=the-state&iss=https://evil.example",
                "The browser returned from a different issuer than https://sso.acme.example/realms/a: https://evil.example."
            ),
            (
                "code=c&code=d&state=the-state",
                "The browser returned from https://sso.acme.example/realms/a without a code."
            ),
        ])
    func foreign(query: String, message: String) {
        let error = #expect(throws: Nx1Error.self) { try code(query) }
        #expect(error?.code == .notSignedIn)
        #expect(error?.message == message)
        #expect(error?.advice?.contains("Sign in again") == true)
    }

    @Test("requires iss if the provider always sends it")
    func namelessAnswer() {
        let error = #expect(throws: Nx1Error.self) {
            try code("code=c&state=the-state", namesItself: true)
        }
        #expect(
            error?.message == "The response from \(issuer) has no iss, which this issuer always sends.")
    }

    @Test("that is denied reports why")
    func denied() {
        let error = #expect(throws: Nx1Error.self) {
            try code("error=access_denied&error_description=You+said+no.&state=the-state")
        }
        #expect(
            error?.message == "The sign-in at \(issuer) was denied: You said no (access_denied).")
        #expect(error?.code == .notSignedIn)
        let passing = #expect(throws: Nx1Error.self) {
            try code("error=temporarily_unavailable&state=the-state")
        }
        #expect(passing?.code == .serviceFailed)
    }

    private func check(_ claims: JSONObject) throws {
        let usual: JSONObject = [
            "iss": .string(issuer), "aud": "me", "nonce": "the-nonce", "sub": "1",
        ]
        try attempt.check(Secret(unsignedToken(.object(usual.merging(claims)))))
    }

    @Test("accepts its own ID token")
    func ownToken() throws {
        try check([:])
        try check(["aud": ["other", "me"], "azp": "me"])
    }

    @Test(
        "rejects an ID token of another sign-in",
        arguments: [
            (["iss": "https://evil.example"], "was issued by another issuer."),
            (["aud": "other"], "is for another client."), (["azp": "other"], "is for another client."),
            (["nonce": "old"], "belongs to another sign-in (the nonce doesn't match)."),
            (["nonce": .null], "belongs to another sign-in (the nonce doesn't match)."),
        ] as [(JSONObject, String)])
    func foreignToken(claims: JSONObject, reason: String) {
        let error = #expect(throws: Nx1Error.self) { try check(claims) }
        #expect(error?.code == .notSignedIn)
        #expect(error?.message == "The ID token from \(issuer) \(reason)")
    }

    @Test("rejects an invalid ID token", arguments: ["", "a.b", "a.!.c", "a.e30", "a.W10.c"])
    func noToken(text: String) {
        let error = #expect(throws: Nx1Error.self) { try attempt.check(Secret(text)) }
        #expect(error?.message == "Couldn't parse the ID token from \(issuer).")
    }

    @Test("matches only the whole state")
    func otherStates() {
        let state = Secret("s")
        // If only one byte of the digests were compared, each would pass with a chance of one in 256.
        #expect((0..<5000).allSatisfy { !state.matches("other \($0)") })
        #expect(state.matches("s"))
    }
}
