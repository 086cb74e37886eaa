import Nx1Client
import Testing

@Suite("A service address")
struct ServiceAddressTests {
    @Test(
        "defaults to https, and drops trailing slashes",
        arguments: [
            ("aiapi.acme.nx1cloud.com", "https://aiapi.acme.nx1cloud.com"),
            ("https://aiapi.acme.nx1cloud.com/", "https://aiapi.acme.nx1cloud.com"),
            ("HTTPS://aiapi.acme.nx1cloud.com:8443", "https://aiapi.acme.nx1cloud.com:8443"),
            ("  https://gateway.acme.com/nx1//\n", "https://gateway.acme.com/nx1"),
            ("localhost:8080", "https://localhost:8080"),
            ("http://localhost:8080", "http://localhost:8080"),
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
            ("http://127.1.2.3", "http://127.1.2.3"),
            ("http://[::1]:8080", "http://[::1]:8080"),
        ])
    func accepted(written: String, meant: String) throws {
        #expect(try ServiceAddress(written).description == meant)
    }

    @Test(
        "is rejected if a key would cross the network unencrypted",
        arguments: [
            "http://aiapi.acme.nx1cloud.com", "http://10.0.0.1", "http://127.0.0.1.evil.com",
            "http://localhost.evil.com",
            "http://1270.0.0.1", "http://[::2]",
        ])
    func plain(written: String) {
        let error = #expect(throws: Nx1Error.self) { try ServiceAddress(written) }
        #expect(error?.code == .invalidSetting)
        #expect(
            error?.description
                == "The host \(written) uses plain HTTP, which is allowed only on this machine: the key would cross the network unencrypted. Use https://\(written.dropFirst(7))."
        )
    }

    @Test(
        "is rejected with the reason if it's malformed",
        arguments: [
            ("", "it has no valid host and port"), ("https://", "it has no valid host and port"),
            ("ftp://acme.com", "its scheme is neither https nor http"),
            ("https://acme.com:0", "it has no valid host and port"),
            ("https://acme.com:99999", "it has no valid host and port"),
            ("https://acme.com:", "it has no valid host and port"),
            ("https://ac me.com", "it contains white space"),
            ("https://acme.com/?a=b", "it has a query or a fragment"),
            ("https://user:planted@acme.com", "it must not contain a user name or password"),
            ("https://user:planted@acme.com/?token=planted", "it has a query or a fragment"),
            ("https://acme.com#planted", "it has a query or a fragment"),
            ("ftp://user:planted@acme.com", "its scheme is neither https nor http"),
            ("https://user:plan planted@acme.com", "it contains white space"),
            ("https://user:x?planted@acme.com", "it has a query or a fragment"),
            ("user:planted@acme.com:99999", "it must not contain a user name or password"),
            ("https://bücher.example", "it contains a character that isn't ASCII"),
            ("https://[::1", "it has no valid host and port"),
            ("https://a;b", "it has no valid host and port"),
        ])
    func malformed(written: String, reason: String) {
        // The host may carry a password before the @, and a token after the ?.
        let error = #expect(throws: Nx1Error.self) { try ServiceAddress(written) }
        #expect(error?.message.contains(reason) == true)
        #expect(error?.code == .invalidSetting)
        #expect(error?.description.contains("planted") == false)
    }
}
