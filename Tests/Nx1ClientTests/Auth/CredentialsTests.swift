import Testing

@testable import Nx1Client
@testable import Nx1Events
@testable import Nx1HTTP
@testable import Nx1Settings
@testable import Nx1SignIn
@testable import Nx1Values

@Suite("Keys and tokens")
struct CredentialsTests {
    @Test("authorize requests with the header of their scheme")
    func headers() throws {
        let key = try Authorization.preSharedKey("abc123").header
        #expect(key.name == "Authorization-PSK")
        #expect(key.value == "abc123")
        let token = try Authorization.bearerToken("abc.def").header
        #expect(token.name == "Authorization")
        #expect(token.value == "Bearer abc.def")
    }

    @Test(
        "are trimmed of white space from files and pastes",
        arguments: ["abc\n", "  abc", "abc\r\n", "\tabc\n\n"])
    func trimmed(key: String) throws {
        #expect(try Authorization.preSharedKey(key).header.value == "abc")
    }

    @Test(
        "are rejected without being quoted if they aren't valid in a header",
        arguments: [
            ("planted\nsecret", "a newline after 7 characters"),
            ("planted\r\nsecret", "a newline after 7 characters"),
            ("planted secret", "white space after 7 characters"),
            ("p lanted", "white space after 1 character"),
            ("planted\u{0}secret", "a control character after 7 characters"),
            ("plantedßsecret", "a character that isn't ASCII after 7 characters"),
        ])
    func refused(key: String, found: String) {
        for (name, authorization) in [
            ("pre-shared key", Authorization.preSharedKey), ("access token", Authorization.bearerToken),
        ] {
            let error = #expect(throws: Nx1Error.self) { try authorization(key) }
            #expect(error?.code == .invalidSetting)
            #expect(error?.description == "The \(name) contains \(found). Copy it again, as one line.")
        }
    }

    @Test("are rejected if they are empty; only a key is in the portal", arguments: ["", " \n"])
    func empty(text: String) {
        let key = #expect(throws: Nx1Error.self) { try Authorization.preSharedKey(text) }
        #expect(
            key?.description
                == "The pre-shared key is empty. Copy it from the portal: Settings, Personal PSK.")
        let token = #expect(throws: Nx1Error.self) { try Authorization.bearerToken(text) }
        #expect(token?.description == "The access token is empty.")
    }

    @Test("never appear in printed output")
    func masked() throws {
        var dumped = ""
        let secret = Secret("planted-secret")
        dump([secret], to: &dumped)
        dump(try Authorization.preSharedKey("planted-secret"), to: &dumped)
        let printed =
            "\(secret) \(String(reflecting: secret)) \([secret]) \(Optional(secret) as Any) \(dumped)"
        #expect(!printed.contains("planted"))
        #expect(secret.reveal() == "planted-secret")
    }
}
