import Nx1Events
import Testing

@testable import ShellText

@Suite("Markdown as HTML")
struct MarkdownHTMLTests {
    @Test(
        "Markdown markup becomes the matching elements",
        arguments: [
            ("# One *two*", "<h1>One <em>two</em></h1>\n"),
            (
                "a **b *c* d** ~~e~~ `f<g`",
                "<p>a <strong>b <em>c</em> d</strong> <del>e</del> <code>f&lt;g</code></p>\n"
            ),
            ("one\\\ntwo", "<p>one<br>two</p>\n"),
            ("> quoted", "<blockquote>\n<p>quoted</p>\n</blockquote>\n"),
            ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
            ("3. a\n\n4. b", "<ol start=\"3\">\n<li><p>a</p>\n</li>\n<li><p>b</p>\n</li>\n</ol>\n"),
            (
                "- [x] done",
                "<ul>\n<li><input type=\"checkbox\" disabled=\"\" checked=\"\"> done</li>\n</ul>\n"
            ),
            (
                "```sql\nSELECT 1 < 2\n```",
                "<pre><code class=\"language-sql\">SELECT 1 &lt; 2\n</code></pre>\n"
            ),
            ("---", "<hr>\n"),
        ])
    func elements(_ source: String, _ html: String) throws {
        #expect(try Self.html(source) == html)
    }

    @Test("Numeric columns are right-aligned, and other columns follow the delimiter row")
    func tables() throws {
        let html = try Self.html("| a | b | c |\n|---|:-:|---|\n| x | 1 | 2,410 |\n| y | 2 | - |")
        #expect(
            html.contains(
                "<td>x</td><td style=\"text-align:center\">1</td><td style=\"text-align:right\">2,410</td>"))
        #expect(html.contains("<th scope=\"col\" style=\"text-align:right\">c</th>"))
    }

    @Test("Only web and e-mail links are live; other addresses are shown")
    func links() throws {
        #expect(
            try Self.html("[a](https://example.com/?a=1&b=2)")
                == "<p><a href=\"https://example.com/?a=1&amp;b=2\" rel=\"noreferrer\">a</a></p>\n")
        #expect(try Self.html("[a](javascript:alert(1))") == "<p>a (javascript:alert(1))</p>\n")
        #expect(try Self.html("[a](data:text/html,x)") == "<p>a (data:text/html,x)</p>\n")
        #expect(try Self.html("[a](file:///etc/passwd)") == "<p>a (file:///etc/passwd)</p>\n")
        #expect(
            try Self.html("[a](vbscript:x) [b](JaVaScRiPt:x)") == "<p>a (vbscript:x) b (JaVaScRiPt:x)</p>\n")
    }

    @Test("An image becomes a link and loads nothing")
    func images() throws {
        let html = try Self.html("![a *chart*](https://example.com/x.png)")
        #expect(html.contains("<a href=\"https://example.com/x.png\"") && !html.contains("<img"))
    }

    @Test("A link whose text looks like a different address shows its real address")
    func pretending() throws {
        #expect(
            try Self.html("[https://bank.example](https://evil.example)").contains(
                "</a> (https://evil.example)"))
    }

    @Test("Right-to-left text has its direction set")
    func directions() throws {
        #expect(try Self.html("שלום") == "<p dir=\"auto\">שלום</p>\n")
    }

    @Test("Headings start one level below the heading above, and end at level 6")
    func headings() throws {
        let document = try #require(MarkdownDocument("# a\n\n##### b"))
        let html = MarkdownHTML(document, form: HTMLForm(headingAbove: 2)).html.source
        #expect(html == "<h3>a</h3>\n<h6>b</h6>\n")
        let deeper = try #require(MarkdownDocument("### a\n\n#### b\n\n## c"))
        let moved = MarkdownHTML(deeper, form: HTMLForm(headingAbove: 2)).html.source
        #expect(moved == "<h4>a</h4>\n<h5>b</h5>\n<h3>c</h3>\n")
    }

    private static func html(_ source: String) throws -> String {
        MarkdownHTML(try #require(MarkdownDocument(source))).html.source
    }
}

@Suite("HTML of hostile answers")
struct HostileHTMLTests {
    @Test(
        "A hostile answer adds no elements or attributes",
        arguments: [
            "<script>alert(1)</script>", "a <img src=x onerror=alert(1)> b", "</style></title></textarea>",
            "<!-- comment", "<![CDATA[ x ]]>", "&lt;script&gt;", "```\n</code></pre><script>x</script>\n```",
            "```x\" onclick=\"y\nz\n```", "[a](https://x/\"onclick=\"y)",
            "[a](https://x/ \"title' onclick='x\")",
            "<https://x/\"><script>y</script>", "| <b>a</b> |\n|---|\n| </table><script>x</script> |",
            "# <h1>x</h1>\n\n- </ul><script>x</script>", "`<b>`", "<svg/onload=alert(1)>", "a\u{0}<b>",
            "<scr\u{0}ipt>x</script>", "[x]: javascript:alert(1)\n\n[x]", "![<b>](x\"onerror=\"y)",
            "\u{2028}<script>\u{2029}", "<a href='javascript:x'>y</a>", "```unclosed\n<script>x</script>",
        ])
    func elements(_ source: String) throws {
        for answer in [JSONValue.string(source), [["a": .string(source)]], ["k": .string(source)]] {
            let html = HTMLText(answer: answer).source
            #expect(HTMLInspection(html).strangers == [], "\(html)")
        }
    }

    @Test("Control characters and bidirectional controls are shown")
    func controls() {
        let html = HTMLText(answer: "a\u{7}b\u{1B}[31mc\u{202E}d\u{2066}e\u{9B}f").source
        #expect(html == "<p>a^Gb^[[31mc&lt;U+202E&gt;d&lt;U+2066&gt;e&lt;U+009B&gt;f</p>\n")
    }

    @Test("A text that takes too long to parse is shown as plain text")
    func tooMuch() {
        let text = String(repeating: "[a](", count: 60_000) + "<b>"
        let html = HTMLText(answer: .string(text)).source
        #expect(HTMLInspection(html).strangers == [])
        #expect(html.contains("&lt;b&gt;"))
    }
}

/// Finds HTML that isn't of the kind that answers are made of.
struct HTMLInspection {
    private(set) var strangers: [String] = []

    private static let elements: Set = [
        "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "pre", "code", "blockquote", "hr", "br",
        "a",
        "strong", "em", "del", "table", "thead", "tbody", "tr", "th", "td", "input", "div",
    ]
    private static let attributes: Set = [
        "href", "rel", "class", "dir", "start", "type", "disabled", "checked", "scope", "style",
    ]

    init(_ html: String) {
        for tag in html.split(separator: "<").dropFirst(html.hasPrefix("<") ? 0 : 1) {
            guard let end = tag.firstIndex(of: ">") else {
                strangers.append("<" + tag)
                continue
            }
            var rest = tag[..<end]
            if rest.first == "/" { rest = rest.dropFirst() }
            let name = rest.prefix { $0.isLetter || $0.isNumber }
            if !Self.elements.contains(String(name)) { strangers.append("<\(name)>") }
            rest = rest[name.endIndex...]
            while let equals = rest.firstIndex(of: "=") {
                let name = rest[..<equals].drop { $0 == " " }
                let value = rest[equals...].dropFirst()
                guard value.first == "\"", let close = value.dropFirst().firstIndex(of: "\"") else {
                    strangers.append(String(rest))
                    break
                }
                let text = value[..<close].dropFirst()
                if !Self.attributes.contains(String(name)) { strangers.append(String(name)) }
                if name == "href",
                    !["http://", "https://", "mailto:"].contains(where: text.lowercased().hasPrefix)
                {
                    strangers.append(String(text))
                }
                rest = value[close...].dropFirst()
            }
            if rest.contains(where: { $0 != " " }) { strangers.append(String(rest)) }
        }
    }
}
