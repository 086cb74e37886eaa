import Testing

@testable import Nx1Client
@testable import Nx1Events
@testable import Nx1HTTP
@testable import Nx1Settings
@testable import Nx1SignIn
@testable import Nx1Values

@Suite("What a provider says about itself")
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

    @Test("is taken, with a slash more at its name")
    func slash() throws {
        let provider = try provider(["issuer": "https://sso.acme.example/realms/acme/"])
        #expect(provider.isNamed("https://sso.acme.example/realms/acme"))
        #expect(provider.token.description == "https://sso.acme.example/token")
    }

    @Test("is refused when it is somebody else's")
    func other() {
        let error = #expect(throws: Nx1Error.self) { try provider(["issuer": "https://evil.example"]) }
        #expect(error?.code == .invalidSetting)
        #expect(error?.message.contains("identifies itself as https://evil.example") == true)
    }

    @Test(
        "is refused when it sends secrets over the network in the clear, or nowhere",
        arguments: [
            "http://sso.acme.example/token", "/token", "ftp://x/y", "https://x/y#z", "",
            "h/x?ttps://x.example/d",
        ])
    func endpoints(url: String) {
        let error = #expect(throws: Nx1Error.self) { try provider(["token_endpoint": .string(url)]) }
        #expect(error?.code == .notUnderstood)
        #expect(error?.message.contains("token_endpoint") == true)
    }

    @Test(
        "may name any place, to the letter",
        arguments: [
            ("https://x.example:8443/a/b/?c=d", "/a/b/?c=d"), ("http://127.0.0.1:99/t/", "/t/"),
            ("https://x.example", "/"), ("https://x.example?a=b", "/?a=b"),
        ])
    func places(url: String, path: String) throws {
        #expect(try #require(ProviderEndpoint(url)).path == path)
    }

    @Test("decides where the client's secret goes: into the header unless it only takes it in the form")
    func secretPlace() throws {
        #expect(try !provider([:]).takesSecretInForm)
        func takes(_ methods: JSONValue...) throws -> Bool {
            try provider(["token_endpoint_auth_methods_supported": .array(methods)]).takesSecretInForm
        }
        #expect(try takes("client_secret_post"))
        #expect(try !takes("client_secret_post", "client_secret_basic"))
        #expect(try !takes("private_key_jwt"))
    }

    @Test("is what a Keycloak would say, where there is nothing")
    func keycloak() {
        let provider = Provider.keycloak(issuer)
        let base = "https://sso.acme.example/realms/acme/protocol/openid-connect"
        #expect(provider.token.description == base + "/token")
        #expect(provider.authorization?.description == base + "/auth")
        #expect(provider.revocation?.description == base + "/revoke")
    }
}
