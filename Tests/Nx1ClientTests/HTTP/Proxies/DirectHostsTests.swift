import Testing

@testable import Nx1Client
@testable import Nx1Events
@testable import Nx1HTTP
@testable import Nx1Settings
@testable import Nx1SignIn

@Suite("The hosts in NO_PROXY")
struct DirectHostsTests {
    @Test(
        "match a domain with its subdomains, an address, a network, or everything",
        arguments: [
            ("acme.com", "acme.com"), ("acme.com", "api.acme.com"), ("acme.com", "ACME.com"),
            (".acme.com", "api.acme.com"), (".acme.com", "acme.com"), ("acme.com.", "api.acme.com"),
            ("acme.com", "acme.com."), ("Acme.Com", "api.acme.com"),
            ("one.test,acme.com", "acme.com"), ("one.test, acme.com", "acme.com"),
            ("one.test acme.com", "acme.com"),
            (" ,,acme.com,,", "acme.com"), ("*", "acme.com"), ("*", "10.1.2.3"), ("*", "[::1]"),
            ("10.1.2.3", "10.1.2.3"), ("10.0.0.0/8", "10.255.0.1"), ("10.64.0.0/10", "10.127.9.9"),
            ("10.1.2.3/32", "10.1.2.3"), ("0.0.0.0/0", "203.0.113.9"),
            ("::1", "[::1]"), ("[::1]", "[::1]"), ("0:0:0:0:0:0:0:1", "[::1]"),
            ("fd00::/8", "[fd12:3456::7]"), ("fd00::/8", "fdff::1"), ("2001:db8::/33", "[2001:db8:7fff::1]"),
            ("localhost", "localhost"), ("intranet", "api.intranet"),
        ])
    func contained(list: String, host: String) {
        #expect(DirectHosts(list).contains(host))
    }

    @Test(
        "don't match similar hosts",
        arguments: [
            ("", "acme.com"), (",", "acme.com"), (".", "acme.com"), ("acme.com", "notacme.com"),
            ("acme.com", "acme.com.evil.test"), ("api.acme.com", "acme.com"), ("acme.com:443", "acme.com"),
            ("*.acme.com", "api.acme.com"), ("one.test,*", "acme.com"),
            ("10.0.0.0/8", "11.0.0.1"), ("10.64.0.0/10", "10.128.0.1"), ("10.0.0.0/33", "10.0.0.1"),
            ("10.0.0.0/-1", "10.0.0.1"), ("10.0.0.0/", "10.0.0.0"), ("10.0.0", "10.0.0.1"),
            ("10", "10.0.0.10"),
            ("0.1", "10.0.0.1"), ("fd00::/8", "[fe80::1]"), ("2001:db8::/33", "[2001:db8:8000::1]"),
            ("0.0.0.0/0", "[::1]"), ("::/0", "127.0.0.1"), ("::1", "localhost"), ("127.0.0.1", "localhost"),
        ])
    func notContained(list: String, host: String) {
        #expect(!DirectHosts(list).contains(host))
    }
}
