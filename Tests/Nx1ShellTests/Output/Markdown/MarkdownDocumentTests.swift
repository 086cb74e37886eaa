import Testing

@testable import Nx1Shell

@Suite("Markdown that is taken apart")
struct MarkdownDocumentTests {
    private func blocks(_ source: String) throws -> [MarkdownBlock] {
        try #require(MarkdownDocument(source)).blocks
    }

    private func text(_ content: String) -> MarkdownText {
        var text = MarkdownText()
        var content = content
        content.withUTF8 { text.append($0) }
        return text
    }

    @Test("is blocks of plain values")
    func kinds() throws {
        #expect(
            try blocks("# A\n\nb\nc\n\n---\n\n```sql x\nselect\n```\n") == [
                .heading(level: 1, text("A")), .paragraph(text("b c")), .rule,
                .code(language: "sql", "select\n"),
            ])
        #expect(
            try blocks("> a\n> - b\n") == [
                .quote([
                    .paragraph(text("a")),
                    .list(
                        MarkdownList(
                            start: nil, isTight: true, items: [.init(blocks: [.paragraph(text("b"))])])),
                ])
            ])
        #expect(
            try blocks("3. a\n\n4. b\n") == [
                .list(
                    MarkdownList(
                        start: 3, isTight: false,
                        items: [
                            .init(blocks: [.paragraph(text("a"))]), .init(blocks: [.paragraph(text("b"))]),
                        ]))
            ])
        #expect(
            try blocks("- [x] a\n- [ ] b\n") == [
                .list(
                    MarkdownList(
                        items: [
                            .init(isDone: true, blocks: [.paragraph(text("a"))]),
                            .init(isDone: false, blocks: [.paragraph(text("b"))]),
                        ]))
            ])
        #expect(try blocks("") == [])
    }

    @Test(
        "has tables whose delimiter row has one hyphen a column, as GitHub does",
        arguments: ["-", "--", "---"])
    func narrowDelimiters(_ hyphens: String) throws {
        let table = try blocks("|a|b|\n|\(hyphens)|\(hyphens):|\n|1|2|\n")
        #expect(
            table == [
                .table(
                    MarkdownTable(
                        alignments: [.left, .right], header: [text("a"), text("b")],
                        rows: [[text("1"), text("2")]]))
            ])
    }

    @Test("shows no hyphen that was not there")
    func noNewHyphens() throws {
        #expect(try blocks("```\n|-|-:|\n```\n") == [.code(language: "", "|-|-:|\n")])
        #expect(try blocks("a |-| b\n") == [.paragraph(text("a |-| b"))])
        #expect(try blocks("|-|--|\n") == [.paragraph(text("|-|--|"))])
        #expect(try blocks("    |-|\n") == [.code(language: "", "|-|\n")])
        #expect(
            try blocks("- | -\n") == [.list(MarkdownList(items: [.init(blocks: [.paragraph(text("| -"))])]))])
    }

    @Test("means its entities, among them those of control characters, which are shown")
    func entities() throws {
        #expect(try blocks("&lt;&amp;&#x41;&#66;&nope;") == [.paragraph(text("<&AB&nope;"))])
        let document = try #require(MarkdownDocument("a&#27;]0;x&#7;b&#x202E;"))
        let shown = MarkdownLayout(document, on: Page(columns: 80)).rows.rows.map(\.text)
        #expect(shown == ["a^[]0;x^Gb<U+202E>"])
    }

    @Test("is read in whatever depth, and shown as deep as a window can show it")
    func depth() throws {
        let nests = [
            String(repeating: ">", count: 300_000) + " a\n", String(repeating: "- ", count: 100_000) + "a\n",
            String(repeating: "[", count: 300_000), String(repeating: "*_", count: 50_000) + "a",
            String(repeating: "1. ", count: 50_000) + "a\n",
            (0..<300).map { String(repeating: "  ", count: $0) + "- a\n" }.joined(),
        ]
        for source in nests {
            let document = try #require(MarkdownDocument(source))
            let lines = MarkdownLayout(document, on: Page(columns: 40, isStyled: true)).rows.rows
            #expect(lines.contains { $0.text.contains("a") || $0.text.contains("[") })
            #expect(lines.allSatisfy { $0.width <= 40 })
        }
    }

    @Test(
        "is read to its end and no further, where it ends inside a link",
        arguments: [
            "|![<](\na<br>\"--[", "[_(`))\tword **]):-:&nbsp;\"=www.a.b(- [x] ]", "[a](", "[a](<",
            "![a](b \"c",
        ])
    func end(_ source: String) throws {
        #expect(try blocks(source) == blocks(source + "\n"))
        let shown = try MarkdownLayout(#require(MarkdownDocument(source)), on: Page()).rows.rows.map(\.text)
            .joined()
        #expect(
            shown.unicodeScalars.allSatisfy {
                source.unicodeScalars.contains($0) || " \u{A0}".unicodeScalars.contains($0)
            })
    }

    @Test("is Markdown at any length, where a block is no longer than people write it")
    func long() throws {
        func shape(_ source: String) throws -> [MarkdownBlock] { try blocks(source) }
        let items = String(repeating: "- [a](/b)\n", count: 20_000)
        guard case .list(let list)? = try shape(items).first else {
            Issue.record("It is no list.")
            return
        }
        #expect(list.items.count == 20_000)
        let rows = String(repeating: "|[a](/b)|www.a.b |\n", count: 20_000)
        guard case .table(let table)? = try shape("|a|b|\n|-|-|\n" + rows).first else {
            Issue.record("It is no table.")
            return
        }
        #expect(table.rows.count == 20_000)
        #expect(table.rows.last?.map { $0.runs.first?.link } == ["/b", "http://www.a.b"])
        let code = String(repeating: "- ['a', \"b\"]\na[1]\n", count: 20_000)
        #expect(try shape("a\n```yaml\n\(code)```\n").last == .code(language: "yaml", code))
        #expect(try shape("~~~\n\(code)") == [.code(language: "", code)])
        #expect(try shape(String(repeating: "[a](/b)\n", count: 3000)).count == 1)
    }

    @Test("has addresses that are links by themselves, unless one block has tens of thousands of them")
    func addresses() throws {
        func links(_ count: Int) throws -> Int {
            guard case .paragraph(let text)? = try blocks(String(repeating: "www.a.b ", count: count)).first
            else { return -1 }
            return text.runs.count { $0.link == "http://www.a.b" }
        }
        #expect(try links(1000) == 1000)
        #expect(try links(50_000) == 0)
    }

    @Test("is no Markdown if it makes much more of itself than it is")
    func blowUp() {
        let wide = String(repeating: "|a", count: 5000) + "|\n" + String(repeating: "|-", count: 5000) + "|\n"
        #expect(MarkdownDocument(wide + String(repeating: "|b|\n", count: 5000)) == nil)
        let long = "[x]: /" + String(repeating: "u", count: 50_000) + "\n\n"
        #expect(MarkdownDocument(long + String(repeating: "[x] ", count: 5000)) == nil)
        // A bracket is looked for from the beginning of its block.
        #expect(MarkdownDocument(String(repeating: "[a](/b)\n", count: 20_000)) == nil)
        #expect(MarkdownDocument(String(repeating: "[a]\r", count: 20_000)) == nil)
        #expect(MarkdownDocument("<!--\n```\n-->\n" + String(repeating: "[a]\n", count: 20_000)) == nil)
        #expect(MarkdownDocument("- a\n  ```\nb\n" + String(repeating: "[a]\n", count: 20_000)) == nil)
        #expect(MarkdownDocument(wide + String(repeating: "|b", count: 5000) + "|\n") != nil)
    }
}
