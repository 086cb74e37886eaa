import TestSupport
import Testing

@testable import LineEditor

@Suite("Keys, pastes and screen positions")
struct TextPartsTests {
    private func decode(_ bytes: [UInt8]) -> String {
        var decoder = KeyDecoder()
        return bytes.reduce(into: "") { $0.unicodeScalars.append(contentsOf: decoder.feed($1)) }
    }

    @Test(
        "UTF-8 is assembled byte by byte",
        arguments: ["a", "é", "日", "🦊", "a🦊é\u{10FFFF}\u{800}\u{D7FF}\u{E000}"])
    func decodes(text: String) {
        #expect(decode(Array(text.utf8)) == text)
    }

    @Test(
        "invalid UTF-8 becomes U+FFFD, and nothing around it is lost",
        arguments: [
            ([0xFF], "\u{FFFD}"), ([0xE9, 0x61], "\u{FFFD}a"), ([0xE9, 0xE9, 0x61], "\u{FFFD}\u{FFFD}a"),
            ([0xC0, 0x80], "\u{FFFD}\u{FFFD}"), ([0xED, 0xA0, 0x80], "\u{FFFD}\u{FFFD}\u{FFFD}"),
            ([0xF4, 0x90, 0x61], "\u{FFFD}\u{FFFD}a"), ([0xE6, 0x97, 0xC3, 0xA9], "\u{FFFD}é"),
            ([0x80, 0x62], "\u{FFFD}b"),
        ] as [([UInt8], String)])
    func repairs(bytes: [UInt8], text: String) {
        #expect(decode(bytes) == text)
    }

    @Test("a reset discards an unfinished character")
    func resets() {
        var decoder = KeyDecoder()
        #expect(decoder.feed(0xE6).isEmpty)
        decoder.reset()
        #expect(decoder.feed(0x61) == ["a"])
    }

    @Test(
        "a paste keeps its rows, without final newlines and NULs",
        arguments: [
            // As the terminal sends them: CR read as LF, LF as CR.
            ("a\nb\n", "a\nb"), ("a\rb\r", "a\nb"), ("a\n\rb\n\r", "a\nb"), ("a\n\n\n", "a"),
            ("\n\na", "\n\na"),
            ("a\0b", "ab"), ("\n", ""), ("", ""), ("  a\t\u{1B}[m  \n", "  a\t\u{1B}[m  "),
        ])
    func pastes(read: String, text: String) {
        #expect(PastedText.text(of: Array(read.utf8)) == text)
    }

    @Test(
        "the cursor's position follows newlines, tabs, wide and unprintable characters, and full rows",
        arguments: [
            ("> ", "", 0, 2), ("> ", "abc", 0, 5), ("> ", "abc\n", 1, 0), ("> ", "a\nbc", 1, 2),
            ("> ", "12345678", 1, 0), ("> ", "123456789", 1, 1), ("> ", "日日日", 0, 8), ("> ", "日日日日", 1, 0),
            ("> ", "1234567日", 1, 2), ("> ", "\t", 0, 8), ("> ", "\t\t", 1, 0), ("> ", "\u{1}", 0, 4),
            ("> ", "1234567\u{1}", 1, 1), ("> ", "e\u{301}", 0, 3), ("", "", 0, 0), ("0123456789", "a", 1, 1),
        ])
    func places(prompt: String, text: String, row: Int, column: Int) {
        let place = ScreenPosition.after(prompt: prompt, text: text.unicodeScalars, columns: 10)
        #expect(place == ScreenPosition(row: row, column: column))
    }

    @Test("a wide character that doesn't fit moves the cursor before it to the next row")
    func wideNext() {
        let place = ScreenPosition.after(prompt: "> ", text: "1234567".unicodeScalars, next: "日", columns: 10)
        #expect(place == ScreenPosition(row: 1, column: 0))
    }

    @Test("text is truncated by columns, not by characters")
    func fits() {
        #expect(DisplayWidth.fitting("日本語", into: 6) == "日本語")
        #expect(DisplayWidth.fitting("日本語", into: 5) == "日本…")
        #expect(DisplayWidth.fitting("日本語", into: 4) == "日…")
        #expect(DisplayWidth.fitting("abc", into: 1) == "…")
        #expect(DisplayWidth.fitting("abc", into: 0) == "")
    }
}
