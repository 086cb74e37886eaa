import Testing

@testable import ShellText

/// The terminal gets only control sequences of the layout, whatever an answer contains.
@Suite("Hostile answers on a terminal")
struct HostileMarkdownTests {
    /// Every C0 and C1 control, DEL, bidirectional controls, and well-known sequences.
    static let payloads: [String] =
        (Array(0x00...0x1F) + Array(0x7F...0x9F) + [0x61C, 0x200E, 0x200F, 0x2028, 0x2029]
        + Array(0x202A...0x202E)
        + Array(0x2066...0x206F)).compactMap { Unicode.Scalar($0).map { "x\(Character($0))y" } } + [
            "\u{1B}]0;title\u{7}", "\u{1B}]52;c;aGVsbG8=\u{7}", "\u{1B}[31mred\u{1B}[0m", "\u{1B}[2J\u{1B}[H",
            "\u{1B}]8;;https://evil.example\u{1B}\\text\u{1B}]8;;\u{1B}\\", "\u{9B}2J", "\u{9D}0;t\u{9C}",
            "\u{1B}P$q\"p\u{1B}\\", "\u{1B}[6n\u{1B}[c", "user\u{202E}txt.exe", "a\r\u{8}\u{8}b", "\u{1B}c",
            "&#27;[31m", "&#x9b;31m", "&#8238;x", "\u{1B}[?1049h", "\u{1B}_apc\u{1B}\\", "\u{FFFD}\u{FFFD}",
        ]

    /// Markdown constructs with text at every possible place.
    private static func sources(_ payload: String) -> [String] {
        [
            payload, "# \(payload)", "> \(payload)", "- \(payload)", "1. \(payload)", "- [x] \(payload)",
            "*\(payload)* **\(payload)** ~~\(payload)~~ `\(payload)`", "```\n\(payload)\n```\n",
            "```sql\nselect '\(payload)' -- \(payload)\n```\n", "```\(payload)\n\(payload)\n```\n",
            "```json\n{\"\(payload)\": \"\(payload)\"}\n```\n", "    \(payload)\n",
            "|\(payload)|b|\n|---|---|\n|\(payload)|2|\n", "[\(payload)](https://a.example)",
            "[text](https://a.example/\(payload))", "[text](<https://a.example/\(payload)>)",
            "[text](https://a.example \"\(payload)\")", "<https://a.example/\(payload)>",
            "![\(payload)](\(payload))", "[\(payload)]: https://a.example/\(payload)\n\n[\(payload)]",
            "<b title=\"\(payload)\">\(payload)</b>", "<div>\n\(payload)\n</div>\n",
            "www.a.example/\(payload)",
            "\(payload)@a.example",
        ]
    }

    @Test("A control sequence can't control the terminal, wherever it is in the answer")
    func everywhere() throws {
        for payload in Self.payloads {
            for source in Self.sources(payload) {
                let document = try #require(MarkdownDocument(source))
                for page in [
                    Page(columns: 40), Page(columns: 40, isStyled: true),
                    Page(columns: 200, isStyled: true, hasLinks: true), Page(columns: 8, isStyled: true),
                ] {
                    let shown = TerminalText(MarkdownLayout(document, on: page).rows, on: page).bytes
                    #expect(
                        TerminalSequences.foreign(in: shown) == [],
                        "\(source.debugDescription) as \(String(decoding: shown, as: UTF8.self).debugDescription)"
                    )
                }
            }
        }
    }

    @Test("Every NUL is shown, also in code")
    func nul() throws {
        let document = try #require(MarkdownDocument("a\0b `c\0d\0\0e`\n\n```\n\0f\0g\n```\n"))
        let lines = MarkdownLayout(document, on: Page(columns: 80, isStyled: true)).rows.rows
        #expect(lines.map(\.text) == ["a^@b c^@d^@^@e", "", "  ^@f^@g"])
    }

    @Test("Control characters are shown in a readable form, and no text is lost")
    func shown() throws {
        let document = try #require(MarkdownDocument("a\u{1B}[2Jb `c\u{9B}d` e\u{202E}f"))
        let lines = MarkdownLayout(document, on: Page(columns: 80, isStyled: true)).rows.rows
        #expect(lines.map(\.text) == ["a^[[2Jb c<U+009B>d e<U+202E>f"])
    }

    @Test(
        "A hostile answer is shown whole, safely and within the window, even as one line of a megabyte or with ten thousand columns"
    )
    func large() throws {
        let cells = (0..<10_000).map { "|c\($0)\u{1B}" }.joined() + "|\n"
        let sources = [
            String(repeating: "word\u{1B}[2J *x* ", count: 1 << 16), String(repeating: "日", count: 1 << 16),
            cells + String(repeating: "|-", count: 10_000) + "|\n" + cells,
        ]
        let ends = ["word^[[2J x", "日", "c9999^["]
        let page = Page(columns: 80, isStyled: true, hasLinks: true)
        for (source, end) in zip(sources, ends) {
            let rows = MarkdownLayout(try #require(MarkdownDocument(source)), on: page).rows
            let lines = rows.rows
            #expect(lines.allSatisfy { $0.width <= 80 })
            #expect(lines.last?.text.hasSuffix(end) == true)
            #expect(TerminalSequences.foreign(in: TerminalText(rows, on: page).bytes) == [])
        }
    }

    @Test("A link can't end its control sequence, and opens only web pages and e-mails")
    func links() throws {
        #expect(
            SafeLink("https://a.example/\u{1B}\\x\u{7} é")?.address == "https://a.example/%1B%5Cx%07%20%C3%A9"
        )
        #expect(SafeLink("HTTPS://a.example")?.address == "HTTPS://a.example")
        #expect(SafeLink("mailto:a@b.example") != nil)
        for address in [
            "file:///etc/passwd", "javascript:alert(1)", "ssh://x", "/relative", "", "x-man-page://ls",
        ] {
            #expect(SafeLink(address) == nil)
        }
        #expect(SafeLink("https://a.example/" + String(repeating: "a", count: 2000)) == nil)
        let page = Page(columns: 80, isStyled: true, hasLinks: true)
        func shown(_ source: String) throws -> String {
            let document = try #require(MarkdownDocument(source))
            return GoldenScreen.of(MarkdownLayout(document, on: page).rows, on: page)
        }
        #expect(
            try shown("[here](https://a.example/b)") == "␛]8;;https://a.example/b␛\\␛[4mhere␛[0m␛]8;;␛\\\n")
        // The text looks like a different address from the link's.
        #expect(try shown("[https://good.example](https://evil.example)").contains("(https://evil.example)"))
        #expect(try shown("[here](file:///etc/passwd)").contains("here␛[0m␛[2m (file:///etc/passwd)"))
    }
}

/// Finds output other than text, newlines, styles and links.
enum TerminalSequences {
    static func foreign(in bytes: [UInt8]) -> [String] {
        let text = String(decoding: bytes, as: UTF8.self)
            .replacing(/\u{1B}\[[0-9;]*m/, with: "")
            .replacing(/\u{1B}\]8;;[\x21-\x7E]*\u{1B}\\/, with: "")
        return text.unicodeScalars.filter { scalar in
            switch scalar.value {
            case 0x09, 0x0A: false
            case 0...0x1F, 0x7F...0x9F, 0x61C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x206F: true
            default: false
            }
        }.map { String($0.value, radix: 16) }
    }
}
