import Testing

@testable import Nx1Client

@Suite("Foreign text in a sentence")
struct OneLineTests {
    @Test(
        "stands on one line, without control characters, cut to a length",
        arguments: [
            ("plain", "plain"), ("  two\r\n\tlines  ", "two lines"), ("\u{1B}[31mred\u{7}", "[31mred"),
            ("1234567890", "1234567890"), ("12345678901", "1234567890…"), ("", ""),
            ("1 2 3 4 56", "1 2 3 4 56"), ("1 2 3 4 5 6 7", "1 2 3 4 5…"),
        ])
    func shown(original: String, expected: String) {
        #expect(OneLine(original, limit: 10).text == expected)
    }
}
