import Testing

@testable import Nx1Client
@testable import Nx1Events
@testable import Nx1HTTP
@testable import Nx1Settings
@testable import Nx1SignIn

@Suite("Foreign text in a sentence")
struct OneLineTests {
    @Test(
        "is on one line, truncated, with visible control characters",
        arguments: [
            ("plain", "plain"), ("  two\r\n\tlines  ", "two lines"), ("\u{1B}[1mx\u{7}", "^[[1mx^G"),
            ("a\u{9B}b", "a<U+009B>b"), ("a\u{2028}b", "a<U+2028>b"), ("a\u{85}", "a<U+0085>"),
            ("a\u{A0}b\u{3000}", "a b"), ("\u{0}\u{7F}", "^@^?"), ("12345678\u{9B}", "12345678…"),
            ("1234567890", "1234567890"), ("12345678901", "1234567890…"), ("", ""),
            ("1 2 3 4 56", "1 2 3 4 56"), ("1 2 3 4 5 6 7", "1 2 3 4 5…"),
        ])
    func shown(original: String, expected: String) {
        #expect(OneLine(original, limit: 10).text == expected)
    }
}
