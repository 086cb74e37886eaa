import Foundation
import Testing

@testable import Nx1Client
@testable import Nx1Events
@testable import Nx1HTTP
@testable import Nx1Settings
@testable import Nx1SignIn
@testable import Nx1Values

@Suite("A signed form")
struct SignedFormTests {
    private func form(_ clientID: String, _ secret: String?, inForm: Bool = false) throws -> HTTPCall {
        let client = try OAuthClient(
            issuer: "https://sso.acme.example", clientID: clientID, clientSecret: secret.map { Secret($0) })
        var provider = Provider.keycloak(client.issuer)
        provider.takesSecretInForm = inForm
        let fields = Grant.clientCredentials.fields(scope: client.scope)
        return SignedForm(fields, from: client, to: provider.token, of: provider).call
    }

    private func body(_ call: HTTPCall) -> String { String(decoding: call.body ?? [], as: UTF8.self) }

    @Test("has name and secret in the header, each encoded separately")
    func header() throws {
        let call = try form("a:b c", "p%ß")
        let value = try #require(call.headers.first { $0.name == "Authorization" }?.value)
        let pair = try #require(Data(base64Encoded: String(value.dropFirst("Basic ".count))))
        #expect(String(decoding: pair, as: UTF8.self) == "a%3Ab%20c:p%25%C3%9F")
        #expect(body(call) == "grant_type=client_credentials&scope=profile")
        #expect(call.contentType == "application/x-www-form-urlencoded")
    }

    @Test("has them in the body if the provider supports only that")
    func inForm() throws {
        let call = try form("me", "s+&", inForm: true)
        #expect(!call.headers.contains { $0.name == "Authorization" })
        #expect(
            body(call)
                == "grant_type=client_credentials&scope=profile&client_id=me&client_secret=s%2B%26")
    }

    @Test("has only the name for a client without a secret")
    func publicClient() throws {
        let call = try form("me", nil)
        #expect(!call.headers.contains { $0.name == "Authorization" })
        #expect(body(call).hasSuffix("&client_id=me"))
    }

    @Test("is decoded from the encodings of browsers and servers")
    func decoding() {
        let fields = FormFields(parsing: "a=1+2%203&b=%C3%A9&c&d=%zz%4&e=x=y&f=1&f=2")
        #expect(fields["a"] == "1 2 3")
        #expect(fields["b"] == "é")
        #expect(fields["c"] == "")
        #expect(fields["d"] == "%zz%4")
        #expect(fields["e"] == "x=y")
        #expect(fields["f"] == nil, "what is there twice counts as missing")
        #expect(fields["g"] == nil)
    }
}
