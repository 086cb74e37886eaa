import Testing

@testable import Nx1Client
@testable import Nx1Events
@testable import Nx1HTTP
@testable import Nx1Settings
@testable import Nx1SignIn
@testable import Nx1Values

@Suite("A token response")
struct TokenAnswerTests {
    private let endpoint: ProviderEndpoint

    init() throws {
        endpoint = try #require(ProviderEndpoint("https://sso.acme.example/token"))
    }

    private func answer(_ body: String) throws -> TokenAnswer {
        try TokenAnswer(Array(body.utf8), from: endpoint)
    }

    @Test("is parsed in Keycloak's form")
    func keycloak() throws {
        let answer = try answer(
            """
            {"access_token": "abc", "expires_in": 600, "refresh_expires_in": 0, "token_type": "Bearer",
             "not-before-policy": 0, "scope": "profile"}
            """)
        #expect(answer.authorization.header.value == "Bearer abc")
        #expect(answer.lifetime == .seconds(600))
        #expect(answer.refreshToken == nil)
    }

    @Test(
        "has the token's lifetime in each common form, or else five minutes",
        arguments: [
            ("2", 2.0), (#""600""#, 600), ("1.5", 1.5), ("0", 300), ("-5", 300), ("null", 300),
            (#""soon""#, 300),
            ("1e300", 315_360_000),
        ])
    func lifetimes(value: String, seconds: Double) throws {
        let answer = try answer(#"{"access_token": "abc", "expires_in": \#(value)}"#)
        #expect(answer.lifetime == .seconds(seconds))
        #expect(try self.answer(#"{"access_token": "abc"}"#).lifetime == .seconds(300))
    }

    @Test(
        "that isn't valid is rejected without being quoted",
        arguments: [
            (#"{"access_token": "planted-token""#, "it isn't a JSON object"),
            (#"["planted-token"]"#, "it isn't a JSON object"),
            (#"{"refresh_token": "planted-token"}"#, "access_token is missing"),
            (
                #"{"access_token": "planted-token\nx"}"#,
                "access_token can't be sent in a header. The access token contains a newline after 13 characters."
            ),
            (#"{"access_token": "planted-token", "token_type": "DPoP"}"#, "token_type is DPoP, not Bearer"),
        ])
    func refused(body: String, reason: String) {
        let error = #expect(throws: Nx1Error.self) { try answer(body) }
        #expect(error?.code == .notUnderstood)
        #expect(error?.message.hasPrefix("Couldn't parse the tokens from ") == true)
        #expect(error?.message.contains(reason) == true)
        #expect(error?.description.contains("planted") == false)
    }

    @Test("is printed without its tokens")
    func masked() throws {
        let answer = try answer(
            #"{"access_token": "planted-a", "refresh_token": "planted-r", "id_token": "planted-i"}"#)
        var dumped = ""
        dump(answer, to: &dumped)
        #expect(!("\(answer) \(String(reflecting: answer)) " + dumped).contains("planted"))
    }
}
