import Testing

@testable import Nx1Client
@testable import Nx1Events
@testable import Nx1HTTP
@testable import Nx1Settings
@testable import Nx1SignIn
@testable import Nx1Values

@Suite("The proxy in the environment")
struct ProxySettingsTests {
    private let service = "https://aiapi.acme.test"

    private func proxy(_ environment: [String: String], for host: String) throws -> String? {
        try ProxySettings(environment: environment).proxy(for: ServiceAddress(host))?.description
    }

    @Test(
        "comes from HTTPS_PROXY before ALL_PROXY, lowercase before uppercase, ignoring empty variables"
    )
    func precedence() throws {
        let all = [
            ("https_proxy", "a.test:1"), ("HTTPS_PROXY", "b.test:2"), ("all_proxy", "c.test:3"),
            ("ALL_PROXY", "d.test:4"),
        ]
        for start in all.indices {
            var environment = Dictionary(uniqueKeysWithValues: Array(all[start...]))
            for (name, _) in all[..<start] { environment[name] = "" }
            #expect(try proxy(environment, for: service) == "http://\(all[start].1)")
        }
        #expect(try proxy([:], for: service) == nil)
    }

    @Test("is never used for plain HTTP, which is only for this machine")
    func plain() throws {
        let environment = Dictionary(
            uniqueKeysWithValues: ["http_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"].map {
                ($0, "p.test:1")
            })
        #expect(try proxy(environment, for: "http://127.0.0.1:8080") == nil)
        #expect(try proxy(["HTTP_PROXY": "p.test:1", "http_proxy": "p.test:1"], for: service) == nil)
    }

    @Test("is skipped for hosts in no_proxy or NO_PROXY, regardless of the port")
    func exceptions() throws {
        let environment = ["HTTPS_PROXY": "p.test:1", "NO_PROXY": "acme.test, fd00::/8"]
        #expect(try proxy(environment, for: service + ":8443/base") == nil)
        #expect(try proxy(environment, for: "https://[fd00::7]:8443") == nil)
        #expect(try proxy(environment, for: "https://other.test") == "http://p.test:1")
        #expect(
            try proxy(environment.merging(["no_proxy": "x.test"]) { $1 }, for: service) == "http://p.test:1")
    }

    @Test(
        "is parsed with or without scheme, port and sign-in",
        arguments: [
            ("p.test", "http://p.test:1080"), ("p.test:3128", "http://p.test:3128"),
            ("http://p.test:3128/", "http://p.test:3128"), ("HTTP://p.test:3128/x?y#z", "http://p.test:3128"),
            ("http://ann:s%40crt@p.test:3128", "http://p.test:3128"),
            ("ann:a@b@p.test:3128", "http://p.test:3128"),
            ("http://[fd00::1]:3128", "http://[fd00::1]:3128"), ("10.1.2.3:80", "http://10.1.2.3:80"),
            ("socks5://p.test", "socks5://p.test:1080"), ("socks5h://p.test:9", "socks5://p.test:9"),
            ("@p.test:1", "http://p.test:1"),
        ])
    func forms(text: String, proxy: String) throws {
        #expect(try Proxy(text).description == proxy)
    }

    @Test(
        "has a percent-decoded name and password, which go only to the proxy",
        arguments: [
            ("http://ann:s%40cr%25t@p.test", "ann:s@cr%t"), ("ann@p.test", "ann:"),
            ("a%3Ab:c:d@p.test", "a:b:c:d"),
            ("http://:token@p.test", ":token"), ("http://%C3%A9:x@p.test", "é:x"),
        ])
    func signIn(text: String, signIn: String) throws {
        let proxy = try Proxy(text)
        #expect(proxy.signIn?.reveal() == signIn)
        var shown = "\(proxy) \(String(reflecting: proxy))"
        dump(proxy, to: &shown)
        dump(ProxySettings(environment: ["HTTPS_PROXY": text]), to: &shown)
        #expect(!shown.contains(signIn) && !shown.contains("ann") && !shown.contains("token"))
    }

    @Test(
        "is rejected with its variable's name, without being quoted, if it isn't valid",
        arguments: [
            ("https://planted:planted@p.test", "connecting to a proxy over TLS isn't supported"),
            ("socks4://planted.test", "only version 5 of SOCKS"),
            ("socks4a://planted.test", "only version 5 of SOCKS"),
            ("socks5://planted:planted@p.test", "signing in to a SOCKS proxy isn't supported"),
            ("ftp://planted.test", "its scheme is neither http nor socks5"),
            ("http://", "it has no valid host and port"),
            ("planted:planted@", "it has no valid host and port"),
            ("planted.test:port", "it has no valid host and port"),
            ("planted.test:0", "it has no valid host and port"),
            ("planted.test:70000", "it has no valid host and port"),
            ("planted test:1", "it has no valid host and port"),
            ("[planted]:1", "it has no valid host and port"),
            ("http://planted%:x@p.test", "isn't percent-encoded UTF-8"),
            ("http://planted%ff:x@p.test", "isn't percent-encoded UTF-8"),
        ])
    func unusable(text: String, reason: String) throws {
        let error = #expect(throws: Nx1Error.self) { try proxy(["https_proxy": text], for: service) }
        #expect(error?.code == .invalidSetting)
        #expect(error?.message.hasPrefix("The proxy from https_proxy isn't valid: ") == true)
        #expect(error?.message.contains(reason) == true)
        #expect(error?.description.contains("planted") == false)
        // It does no harm if it isn't needed.
        #expect(try proxy(["https_proxy": text], for: "http://localhost") == nil)
        #expect(try proxy(["https_proxy": text, "NO_PROXY": "acme.test"], for: service) == nil)
    }
}
