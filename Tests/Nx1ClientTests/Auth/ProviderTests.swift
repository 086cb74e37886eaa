import Testing

@testable import Nx1Client
@testable import Nx1Events
@testable import Nx1HTTP
@testable import Nx1Settings
@testable import Nx1SignIn
@testable import Nx1Values

@Suite("The discovery document of a provider")
struct ProviderTests {
    private let issuer: ServiceAddress

    init() throws {
        issuer = try ServiceAddress("https://sso.acme.example/realms/acme")
    }

    private func provider(_ members: JSONObject) throws -> Provider {
        let usual: JSONObject = [
            "issuer": "https://sso.acme.example/realms/acme",
            "token_endpoint": "https://sso.acme.example/token",
        ]
        return try Provider(.object(usual.merging(members)), of: issuer)
    }

    @Test("is accepted with a trailing slash in its issuer")
    func slash() throws {
        let provider = try provider(["issuer": "https://sso.acme.example/realms/acme/"])
        #expect(provider.isNamed("https://sso.acme.example/realms/acme"))
        #expect(provider.token.description == "https://sso.acme.example/token")
    }

    @Test("is rejected if it names another issuer")
    func other() {
        let error = #expect(throws: Nx1Error.self) { try provider(["issuer": "https://evil.example"]) }
        #expect(error?.code == .invalidSetting)
        #expect(
            error?.description
                == "The issuer at \(issuer) identifies itself as https://evil.example. If that's the right issuer, set issuer to that name in the profile."
        )
    }

    @Test(
        "is rejected without an issuer or a token endpoint",
        arguments: [
            [:], ["issuer": "https://sso.acme.example/realms/acme"], ["token_endpoint": "https://x/t"],
        ]
            as [JSONObject])
    func incomplete(document: JSONObject) {
        let error = #expect(throws: Nx1Error.self) { try Provider(.object(document), of: issuer) }
        #expect(error?.code == .notUnderstood)
        #expect(
            error?.message == "The discovery document of \(issuer) lacks an issuer or a token endpoint.")
    }

    @Test(
        "is rejected if its token endpoint isn't a valid https address",
        arguments: [
            "http://sso.acme.example/token", "/token", "ftp://x/y", "https://x/y#z", "",
            "h/x?ttps://x.example/d",
        ])
    func endpoints(url: String) {
        let error = #expect(throws: Nx1Error.self) { try provider(["token_endpoint": .string(url)]) }
        #expect(error?.code == .notUnderstood)
        #expect(error?.message == "The token_endpoint of \(issuer) isn't valid: \(url).")
        #expect(
            error?.advice == "It must use https, or http on this machine. Ask the issuer's operators.")
    }

    @Test(
        "may name any endpoint, which is used verbatim",
        arguments: [
            ("https://x.example:8443/a/b/?c=d", "/a/b/?c=d"), ("http://127.0.0.1:99/t/", "/t/"),
            ("https://x.example", "/"), ("https://x.example?a=b", "/?a=b"),
        ])
    func places(url: String, path: String) throws {
        #expect(try #require(ProviderEndpoint(url)).path == path)
    }

    @Test("puts the client's secret into the header unless it supports only the form")
    func secretPlace() throws {
        #expect(try !provider([:]).takesSecretInForm)
        func takes(_ methods: JSONValue...) throws -> Bool {
            try provider(["token_endpoint_auth_methods_supported": .array(methods)]).takesSecretInForm
        }
        #expect(try takes("client_secret_post"))
        #expect(try !takes("client_secret_post", "client_secret_basic"))
        #expect(try !takes("private_key_jwt"))
    }

    @Test("is replaced by Keycloak's endpoints if it's missing")
    func keycloak() {
        let provider = Provider.keycloak(issuer)
        let base = "https://sso.acme.example/realms/acme/protocol/openid-connect"
        #expect(provider.token.description == base + "/token")
        #expect(provider.authorization?.description == base + "/auth")
        #expect(provider.revocation?.description == base + "/revoke")
    }
}
