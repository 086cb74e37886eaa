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
            ("planted\nsecret", "a newline"), ("planted\r\nsecret", "a newline"),
            ("planted secret", "white space"),
            ("planted\u{0}secret", "a control character"), ("plantedßsecret", "isn't ASCII"),
            ("", "is empty"),
            (" \n", "is empty"),
        ])
    func refused(key: String, reason: String) {
        let error = #expect(throws: Nx1Error.self) { try Authorization.preSharedKey(key) }
        #expect(error?.code == .invalidSetting)
        #expect(error?.message.contains(reason) == true)
        #expect(error?.description.contains("planted") == false)
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
