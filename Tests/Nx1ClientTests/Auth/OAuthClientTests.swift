import Testing

@testable import Nx1Client
@testable import Nx1Events
@testable import Nx1HTTP
@testable import Nx1Settings
@testable import Nx1SignIn
@testable import Nx1Values

@Suite("An OAuth client")
struct OAuthClientTests {
    @Test("ignores surrounding white space and a trailing slash")
    func reading() throws {
        let client = try OAuthClient(
            issuer: " https://sso.acme.example/realms/acme/ ", clientID: " me\n",
            clientSecret: Secret(" s \n"), scope: " a  b ")
        #expect(client.issuer.description == "https://sso.acme.example/realms/acme")
        #expect(client.clientID == "me")
        #expect(client.clientSecret?.reveal() == "s")
        #expect(client.scope == "a b")
    }

    @Test("requests the scope that each sign-in method needs")
    func scopes() throws {
        let issuer = "https://sso.acme.example"
        #expect(try OAuthClient(issuer: issuer, clientID: "me").scope == "openid profile offline_access")
        #expect(
            try OAuthClient(issuer: issuer, clientID: "me", clientSecret: Secret("s")).scope == "profile")
    }

    @Test("rejects invalid settings with advice")
    func refused() {
        let plain = #expect(throws: Nx1Error.self) {
            try OAuthClient(issuer: "http://sso.acme.example/realms/a", clientID: "me")
        }
        #expect(plain?.code == .invalidSetting)
        #expect(
            plain?.message.hasPrefix(
                "The issuer http://sso.acme.example/realms/a uses plain HTTP,") == true)
        #expect(plain?.description.contains("/realms/<realm>") == true)
        let nameless = #expect(throws: Nx1Error.self) {
            try OAuthClient(issuer: "https://sso.acme.example", clientID: " ")
        }
        #expect(nameless?.description == "The client_id is empty. Set it in the profile.")
    }
}
