import Nx1Events
import Testing

@testable import ShellText

@Suite("Rewritten Markdown")
struct MarkdownSourceTests {
    @Test(
        "Rewriting preserves the content",
        arguments: [
            "Plain *a* **b** ~~c~~ `d`.", "# One\n\ntext\n\n## Two", "- a\n- b\n  - c\n\n    d\n- e",
            "1. a\n2. b\n\n   c\n10. d", "- [x] a\n- [ ] b", "> a\n>\n> > b\n>\n> - c",
            "| a | b |\n|---|---:|\n| `x \\| y` | 2 |\n| *c* | |", "```sql\nSELECT 1\n```", "~~~\n```\n~~~",
            "    indented\n    code", "a\\\nb",
            "[a *b*](https://example.com/x_(y)?a=1&b=2) <https://example.com>",
            "\\# no heading\n\n\\- no item\n\n1\\. no item\n\n\\> no quote",
            "snake_case and \\*stars\\* and \\`ticks\\`",
            "a\n\n---\n\nb", "- a\n\n* b\n\n+ c", "1. a\n\n1) b", "a & b &amp;lt; &amp;copy; AT&T",
            "`` a`b ``",
            "[a](https://example.com \"title\")", "***both*** *em **strong** em*", "2 * 3 * 4", "a ~ b",
            "!\\[x\\](y)", "\\\\ back\\\\slash", "x\\\n\\# y", "Title\\\n\\---", "Title\\\n\\===",
            "\\| a | b |\\\n\\|---|---|",
        ])
    func roundTrip(_ source: String) throws {
        let document = try #require(MarkdownDocument(source))
        let written = MarkdownSource(document).rows.joined(separator: "\n")
        let again = try #require(MarkdownDocument(written))
        #expect(Self.html(again) == Self.html(document), "\(written)")
    }

    @Test("HTML becomes text, images become links, and unclosed markup is closed")
    func hostile() throws {
        func written(_ source: String) throws -> String {
            MarkdownSource(try #require(MarkdownDocument(source)), headingAbove: 1).rows.joined(
                separator: "\n")
        }
        #expect(try written("<script>x</script>") == "&lt;script>x&lt;/script>")
        #expect(try written("a <b>c</b> </details>") == "a &lt;b>c&lt;/b> &lt;/details>")
        #expect(try written("![a](https://x.example/y.png)") == "[a](https://x.example/y.png)")
        #expect(try written("[a](javascript:x)") == "a (javascript:x)")
        #expect(try written("!<https://x.example>") == "\\!<https://x.example>")
        #expect(try written("```\n</details>") == "```\n</details>\n```")
        #expect(try written("````\n```\n````") == "````\n```\n````")
        #expect(try written("# a\n\n###### b #\\#") == "## a\n\n###### b #\\#")
        #expect(try written("[x]: https://example.com\n\n[x]") == "[x](https://example.com)")
        #expect(try written("a\u{202E}b\u{1B}c") == "a&lt;U+202E>b^\\[c")
    }

    @Test("The rewritten text has no HTML and no images, whatever the source", arguments: 1...60)
    func random(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<10 {
            let source = (0..<12).map { _ in Self.pieces.randomElement(using: &generator) ?? "" }.joined()
            let document = try #require(MarkdownDocument(source))
            #expect(HTMLInspection(MarkdownHTML(document).html.source).strangers == [], "\(source)")
            let written = MarkdownSource(document).rows.joined(separator: "\n")
            let tags = written.split(separator: "<", omittingEmptySubsequences: false).dropFirst()
            #expect(
                tags.allSatisfy { $0.hasPrefix("https://") || $0.hasPrefix("br>") }, "\(source) → \(written)")
            let again = try #require(MarkdownDocument(written))
            #expect(!again.runs.contains { $0.marks.contains(.image) }, "\(source) → \(written)")
        }
    }

    private static let pieces = [
        "*", "**", "_", "~~", "[", "]", "](", "(", ")", "!", "![", "<", ">", "</details>", "<b>", "<!--",
        "<br>", "&", "&lt;",
        "&#60;", "# ", "- ", "1. ", "> ", "|", "|-|", "---", "===", "\n", "\n\n", "\\", "  \n", " ",
        "a", "word",
        "https://x.example/a", "a@b.example", "javascript:x", "<https://y.example>",
        "[x]: https://z.example\n", "[x]",
        "|a|b|\n|-|-|\n|c|d|\n", "\u{0}", "\u{1B}", "\u{202E}",
    ]

    @Test("Escaped text is rendered literally, on one row")
    func escaping() throws {
        for text in [
            "# a", "- a", "+ a", "1. a", "12) a", "> a", "*a* _b_ `c` [d](e) <f> &amp; ~~g~~", "a_b __c__",
            "| a |", "=",
            "    a", "\\", "a\\", "![x](y)", "<!-- x -->",
        ] {
            let document = try #require(MarkdownDocument(MarkdownEscaping.line(text)))
            guard case .paragraph(let paragraph)? = document.blocks.first else {
                Issue.record("\(text) is no paragraph")
                continue
            }
            #expect(document.blocks.count == 1 && paragraph.runs.range.isEmpty, "\(text)")
            #expect(document.text(paragraph.bytes) == text.trimmed)
        }
    }

    private static func html(_ document: MarkdownDocument) -> String { MarkdownHTML(document).html.source }
}

/// A seeded random number generator.
private struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 }

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ state >> 29
    }
}
