import ShellInput
import Testing

@Suite("Bytes become lines")
struct LineDecoderTests {
    @Test(
        "Every line arrives once, without its ending",
        arguments: [
            ("", []),
            ("one", ["one"]),
            ("one\n", ["one"]),
            ("one\ntwo", ["one", "two"]),
            ("one\r\ntwo\r\n", ["one", "two"]),
            ("\n\n", ["", ""]),
            ("\r\n", [""]),
            ("old\rmac\n", ["old\rmac"]),
            ("cut short\r", ["cut short\r"]),
            ("\u{FEFF}marked\n\u{FEFF}inner", ["marked", "\u{FEFF}inner"]),
            ("\u{FEFF}", []),
            ("\u{FEFF}\n", [""]),
            ("Wie viele Aufträge? 何件ですか 👩‍💻\n", ["Wie viele Aufträge? 何件ですか 👩‍💻"]),
        ] as [(String, [String])])
    func lines(input: String, expected: [String]) {
        for size in [1, 2, 3, 5, 4096] {
            let lines = decode(Array(input.utf8), chunk: size)
            #expect(lines.map(\.content) == expected.map { .text($0) }, "in chunks of \(size)")
            #expect(lines.map(\.number) == Array(1..<(expected.count + 1)))
        }
    }

    @Test(
        "A line that isn't text is rejected with its column, and the lines around it are unaffected",
        arguments: [
            (Array("crews\0 late".utf8), "has a NUL byte at column 6"),
            (Array("größe\0".utf8), "has a NUL byte at column 6"),
            ([0x61, 0xFF, 0x62], "isn't valid UTF-8: unexpected byte 0xFF at column 2"),
            ([0x61, 0xC3], "isn't valid UTF-8: unexpected byte 0xC3 at column 2"),
            ([0xC0, 0x80], "isn't valid UTF-8: unexpected byte 0xC0 at column 1"),
            ([0xED, 0xA0, 0x80], "isn't valid UTF-8: unexpected byte 0xED at column 1"),
            ([0x00, 0xFF], "has a NUL byte at column 1"),
        ] as [([UInt8], String)])
    func refusal(line: [UInt8], reason: String) {
        let bytes = Array("before\n".utf8) + line + Array("\nafter\n".utf8)
        for size in [1, 2, 4096] {
            let contents = decode(bytes, chunk: size).map(\.content)
            #expect(contents == [.text("before"), .refused(reason: reason), .text("after")])
        }
    }

    @Test(
        "A line longer than the limit is skipped, and the next one is read", arguments: [1, 3, 7, 4096])
    func longLine(chunk: Int) {
        let input = "12345678\n123456789\n12345678\r\nnext\n123456789 and more"
        let lines = decode(Array(input.utf8), chunk: chunk, limit: 8)
        let refused = DecodedLine.Content.refused(reason: "is longer than 8 bytes")
        #expect(
            lines.map(\.content) == [.text("12345678"), refused, .text("12345678"), .text("next"), refused])
        #expect(lines.last?.number == 5)
    }

    @Test("A byte order mark doesn't count towards the limit")
    func markAndLimit() {
        #expect(
            decode(Array("\u{FEFF}12345678\r\n".utf8), chunk: 2, limit: 8).map(\.content) == [
                .text("12345678")
            ])
    }

    @Test("A line of 10 MiB in small chunks is one line")
    func hugeLine() {
        let long = String(repeating: "0123456789abcdef", count: 10 << 16)
        let lines = decode(Array((long + "\nshort\n").utf8), chunk: 1000)
        #expect(lines.count == 2)
        #expect(lines.first?.content == .text(long))
        #expect(lines.last?.content == .text("short"))
    }

    @Test(
        "A UTF-16 file is rejected once, with what to do",
        arguments: [[0xFF, 0xFE], [0xFE, 0xFF]] as [[UInt8]])
    func utf16(mark: [UInt8]) throws {
        let bytes = mark + "one\ntwo\nthree".utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        for size in [1, 2, 5, 4096] {
            let lines = decode(bytes, chunk: size)
            #expect(lines.count == 1)
            guard case .refused(let reason) = try #require(lines.first).content else {
                Issue.record("taken as text")
                return
            }
            #expect(reason.contains("is UTF-16 text"))
            #expect(reason.contains("iconv -f UTF-16 -t UTF-8"))
        }
    }

    @Test("A line longer than the limit is rejected when it reaches the limit, before its newline")
    func refusedEarly() {
        var decoder = LineDecoder(limit: 8)
        #expect(decoder.decode(Array("1234567890".utf8)).isEmpty)
        #expect(decoder.decode(Array("1234567890".utf8)).map(\.number) == [1])
        #expect(!decoder.isOver)
        #expect(decoder.decode(Array("more\nnext\n".utf8)).map(\.content) == [.text("next")])
        #expect(decoder.finish() == nil)
    }

    @Test("An endless line is rejected, with the rest of the input")
    func endless() {
        var decoder = LineDecoder(limit: 1 << 10)
        let zeros = [UInt8](repeating: 0, count: 64 << 10)
        var lines: [DecodedLine] = []
        var count = 0
        while !decoder.isOver, count < 1000 {
            lines += decoder.decode(zeros)
            count += 1
        }
        #expect(count < 20)
        #expect(lines.map(\.number) == [1, 1])
        #expect(lines.first?.content == .refused(reason: "is longer than 1 KiB"))
        #expect(
            lines.last?.content
                == .refused(
                    reason:
                        "is longer than 1 MiB, so the rest of the input is ignored"))
        #expect(decoder.decode(Array("\nnext\n".utf8)).isEmpty)
        #expect(decoder.finish() == nil)
    }

    private func decode(_ bytes: [UInt8], chunk: Int, limit: Int = LineDecoder.defaultLimit) -> [DecodedLine]
    {
        var decoder = LineDecoder(limit: limit)
        var lines: [DecodedLine] = []
        for start in stride(from: 0, to: bytes.count, by: chunk) {
            lines += decoder.decode(bytes[start..<min(start + chunk, bytes.count)])
        }
        return lines + [decoder.finish()].compactMap { $0 }
    }
}
