import Testing

@testable import LineEditor

@Suite("Terminal control characters")
struct TerminalControlTests {
    @Test(
        "are made visible, also in prompts and candidates",
        arguments: [
            ("a\u{1B}[31m", "a^[[31m"), ("\u{7F}", "^?"), ("\u{9B}2J", "<U+009B>2J"),
            ("\u{202E}", "<U+202E>"),
            ("\u{206A}", "<U+206A>"), ("\u{FFF9}x", "<U+FFF9>x"), ("größer 日本", "größer 日本"),
        ])
    func shown(text: String, row: String) {
        #expect(TerminalControl.row(text) == row)
    }
}
