import Nx1Client
import Testing

@Suite("JSON strings")
struct JSONStringTests {
    @Test(
        "decode escapes",
        arguments: [
            (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"),
            (#""\u0041\u00e9\u00E9\u20AC""#, "Aéé€"),
            (#""\u0000""#, "\u{0}"),
            (#""\uD83D\uDE00\uD83D\uDE00""#, "😀😀"),
            (#""x\ud83d\ude00y""#, "x😀y"),
            (#""\uFFFF""#, "\u{FFFF}"),
            (#""\\u0041""#, "\\u0041"),
            (#""\\\"""#, "\\\""),
            (
                #""a long beginning, then \n and a long end that fits no register""#,
                "a long beginning, then \n and a long end that fits no register"
            ),
        ])
    func escapes(_ json: String, _ text: String) throws {
        #expect(try JSONValue(parsing: json) == .string(text))
    }

    @Test(
        "replace a lone surrogate, and lose nothing after it",
        arguments: [
            (#""\uD83D""#, "\u{FFFD}"), (#""\uDE00""#, "\u{FFFD}"), (#""\uD83Dx""#, "\u{FFFD}x"),
            (#""\uD83D\n""#, "\u{FFFD}\n"), (#""\uD83D\u0041""#, "\u{FFFD}A"),
            (#""\uDE00\uD83D""#, "\u{FFFD}\u{FFFD}"), (#""\uD83D\uD83D\uDE00""#, "\u{FFFD}😀"),
        ])
    func loneSurrogates(_ json: String, _ text: String) throws {
        #expect(try JSONValue(parsing: json) == .string(text))
    }

    @Test(
        "replace invalid UTF-8 like the WHATWG decoder, also between escapes",
        arguments: [
            ([0xFF], "\u{FFFD}"), ([0x61, 0xC3], "a\u{FFFD}"), ([0xE2, 0x82], "\u{FFFD}"),
            ([0xC0, 0x80], "\u{FFFD}\u{FFFD}"), ([0xED, 0xA0, 0x80], "\u{FFFD}\u{FFFD}\u{FFFD}"),
            ([0xF0, 0x9F, 0x98, 0x61], "\u{FFFD}a"), ([0xF5, 0x80], "\u{FFFD}\u{FFFD}"),
            ([0x80, 0x62], "\u{FFFD}b"),
        ] as [([UInt8], String)])
    func invalidUTF8(_ bytes: [UInt8], _ text: String) throws {
        let quote: [UInt8] = [0x22]
        #expect(try JSONValue(parsing: quote + bytes + quote) == .string(text))
        let newline: [UInt8] = [0x5C, 0x6E]
        #expect(try JSONValue(parsing: quote + newline + bytes + newline + quote) == .string("\n\(text)\n"))
    }

    @Test(
        "round-trip every ASCII character",
        arguments: [0..<0x20, 0x20..<0x80] as [Range<UInt8>])
    func everyCharacter(_ range: Range<UInt8>) throws {
        for byte in range {
            let text = "before \(Character(Unicode.Scalar(byte))) and after"
            let json = JSONValue.string(text).serialized()
            #expect(try JSONValue(parsing: json) == .string(text))
            let isEscaped = json.contains("\\")
            #expect(isEscaped == (byte < 0x20 || byte == 0x22 || byte == 0x5C))
        }
    }
}
