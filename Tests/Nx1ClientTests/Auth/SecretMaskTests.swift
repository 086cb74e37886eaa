import Foundation
import Testing

@testable import Nx1Client
@testable import Nx1Events
@testable import Nx1HTTP
@testable import Nx1Settings
@testable import Nx1SignIn
@testable import Nx1Values

@Suite("A secret in foreign text")
struct SecretMaskTests {
    private static let secret = #"pl/nted "k+y"é"#

    private func base64(_ text: String) -> String { Data(text.utf8).base64EncodedString() }

    @Test(
        "is masked in every encoding",
        arguments: [
            secret, "pl%2Fnted%20%22k%2By%22%C3%A9", "pl%2fnted%20%22k%2by%22%c3%a9",
            "pl/nted+%22k%2By%22%C3%A9", #"pl/nted \"k+y\"é"#, #"pl\/nted \"k+y\"\u00e9"#,
            #"\u0070l\u002Fnted\u0020\u0022k+y\"\u00E9"#,
        ])
    func spellings(spelling: String) {
        let mask = SecretMask([Secret(Self.secret)])
        #expect(mask.masked("The key '\(spelling)' is bad.") == "The key '***' is bad.")
        #expect(mask.masked(spelling + spelling) == "***")
    }

    @Test("is masked in base64 of both alphabets, with the text encoded around it")
    func base64() {
        for secret in ["planted-secret", "~~~>>>???s", Self.secret] {
            let mask = SecretMask([Secret(secret)])
            for around in ["", "a", "ab", "abc"] {
                for form in [secret, PercentEncoding.encode(secret)] {
                    let bytes = around + ":" + form + around
                    for encoded in [
                        base64(bytes), Base64URL.encode(Array(bytes.utf8)),
                        PercentEncoding.encode(base64(bytes)),
                        base64(bytes).replacing("/", with: #"\/"#), base64(form), base64(around + form),
                    ] {
                        #expect(mask.masked("Basic \(encoded), no") == "Basic ***, no", "\(encoded)")
                    }
                }
            }
        }
    }

    @Test("is masked if only its beginning is left")
    func cut() {
        let mask = SecretMask([Secret("planted-key")])
        #expect(mask.masked("The key planted-… is bad") == "The key ***… is bad")
        #expect(mask.masked("The key planted") == "The key ***")
        #expect(mask.masked("Basic \(base64("name:planted-key").prefix(16))…") == "Basic ***…")
        #expect(mask.masked("The planet…") == "The planet…")
    }

    @Test("is masked at each occurrence, next to others, and where two overlap")
    func several() {
        let mask = SecretMask(["planted", "ted-one", "aaaa", ""].map { Secret($0) })
        #expect(mask.masked("planted, planted: planted-one!") == "***, ***: ***!")
        #expect(mask.masked("aaaaaaa b aaa aaaab") == "*** b aaa ***b")
    }

    @Test("leaves the text unchanged if it's absent, or too short to distinguish from words")
    func nothing() {
        let text = #"100% of é+é \n\u00e \ud83d\ude00 %zz cGxhbnQ= planted-ke …"#
        #expect(SecretMask([Secret("planted-key")]).masked(text) == text)
        #expect(SecretMask([Secret("of"), Secret("é+é"), Secret("")]).masked(text) == text)
        #expect(SecretMask(nil).masked(text) == text)
        #expect(SecretMask([Secret("planted-key")]).masked("") == "")
    }

    @Test("that authorizes a request is masked, alone and with its scheme")
    func authorization() throws {
        #expect(SecretMask(try .bearerToken(" planted-t ")).masked("Bearer planted-t?") == "Bearer ***?")
        #expect(SecretMask(try .preSharedKey("planted-k")).masked("PSK planted-k?") == "PSK ***?")
    }

    @Test("is masked in time linear in the length of any text", .timeLimit(.minutes(1)))
    func hostile() {
        let mask = SecretMask([Secret(String(repeating: "a", count: 2000) + "b")])
        let text = String(repeating: "a", count: 1_000_000)
        #expect(mask.masked(text + ".") == text + ".")
    }
}
