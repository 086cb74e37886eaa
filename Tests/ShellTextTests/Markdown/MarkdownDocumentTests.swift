import Testing

@testable import ShellText

@Suite("Markdown documents")
struct MarkdownDocumentTests {
    private func document(_ source: String) throws -> MarkdownDocument {
        try #require(MarkdownDocument(source))
    }

    /// One line per block, indented by depth.
    private func outline(_ source: String) throws -> [String] {
        let document = try document(source)
        func outline(_ blocks: Range<Int>) -> [String] {
            document.blocks(blocks).flatMap { block in
                let inside = block.inside.map { outline($0.range).map { "  " + $0 } } ?? []
                return [line(of: block, in: document)] + inside
            }
        }
        return outline(document.blocks.indices)
    }

    private func line(of block: MarkdownBlock, in document: MarkdownDocument) -> String {
        switch block {
        case .paragraph(let text): return "paragraph: \(document.text(text.bytes))"
        case .heading(let level, let text): return "heading \(level): \(document.text(text.bytes))"
        case .quote: return "quote"
        case .list(let list):
            let start = list.start.map { " from \($0)" } ?? ""
            return "\(list.isTight ? "tight" : "loose") list\(start)"
        case .item(let isDone, _): return isDone.map { "item, \($0 ? "done" : "to do")" } ?? "item"
        case .code(let code): return "code \(document.text(code.language)): \(document.text(code.text))"
        case .table(let table):
            let cells = document.cells[table.cells.range].map { document.text($0.bytes) }
            return "table \(document.alignments[table.alignments.range].map { "\($0)" }): \(cells)"
        case .rule: return "rule"
        }
    }

    @Test("A document is a list of plain block values")
    func kinds() throws {
        #expect(
            try outline("# A\n\nb\nc\n\n---\n\n```sql x\nselect\n```\n") == [
                "heading 1: A", "paragraph: b c", "rule", "code sql: select\n",
            ])
        #expect(
            try outline("> a\n> - b\n") == [
                "quote", "  paragraph: a", "  tight list", "    item", "      paragraph: b",
            ])
        #expect(
            try outline("3. a\n\n4. b\n") == [
                "loose list from 3", "  item", "    paragraph: a", "  item", "    paragraph: b",
            ])
        #expect(
            try outline("- [x] a\n- [ ] b\n") == [
                "tight list", "  item, done", "    paragraph: a", "  item, to do", "    paragraph: b",
            ])
        #expect(
            try outline("- a\n  > b\n-\n\nc\n") == [
                "tight list", "  item", "    paragraph: a", "    quote", "      paragraph: b", "  item",
                "paragraph: c",
            ])
        #expect(try outline("") == [])
    }

    @Test("The content of items that are nested too deeply is collected in one item")
    func flattened() throws {
        let deep = String(repeating: "> ", count: 23)
        let lines = try outline("\(deep)- a\n\(deep)- b\n\nc\n")
        #expect(
            lines.map { $0.trimmingPrefix { $0 == " " } }.drop { $0 == "quote" } == [
                "tight list", "item", "paragraph: a", "paragraph: b", "paragraph: c",
            ])
        #expect(lines.last == "paragraph: c")
    }

    @Test(
        "Tables may have a single hyphen per column in the delimiter row, as on GitHub",
        arguments: ["-", "--", "---"])
    func narrowDelimiters(_ hyphens: String) throws {
        #expect(
            try outline("|a|b|\n|\(hyphens)|\(hyphens):|\n|1|2|\n") == [
                #"table ["left", "right"]: ["a", "b", "1", "2"]"#
            ])
    }

    @Test("Added hyphens never appear in the output")
    func noNewHyphens() throws {
        #expect(try outline("```\n|-|-:|\n```\n") == ["code : |-|-:|\n"])
        #expect(try outline("a |-| b\n") == ["paragraph: a |-| b"])
        #expect(try outline("|-|--|\n") == ["paragraph: |-|--|"])
        #expect(try outline("    |-|\n") == ["code : |-|\n"])
        #expect(try outline("- | -\n") == ["tight list", "  item", "    paragraph: | -"])
    }

    @Test("Entities are decoded, and those of control characters are shown")
    func entities() throws {
        #expect(try outline("&lt;&amp;&#x41;&#66;&nope;") == ["paragraph: <&AB&nope;"])
        let document = try #require(MarkdownDocument("a&#27;]0;x&#7;b&#x202E;"))
        let shown = MarkdownLayout(document, on: Page(columns: 80)).rows.rows.map(\.text)
        #expect(shown == ["a^[]0;x^Gb<U+202E>"])
    }

    @Test("Any depth is parsed, and shown as deep as the window allows")
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
        "A text that ends inside a link isn't read beyond its end",
        arguments: [
            "|![<](\na<br>\"--[", "[_(`))\tword **]):-:&nbsp;\"=www.a.b(- [x] ]", "[a](", "[a](<",
            "![a](b \"c",
        ])
    func end(_ source: String) throws {
        #expect(try document(source) == document(source + "\n"))
        let shown = try MarkdownLayout(#require(MarkdownDocument(source)), on: Page()).rows.rows.map(\.text)
            .joined()
        #expect(
            shown.unicodeScalars.allSatisfy {
                source.unicodeScalars.contains($0) || " \u{A0}".unicodeScalars.contains($0)
            })
    }

    @Test("Texts of any length are parsed, if their blocks have ordinary lengths")
    func long() throws {
        let items = String(repeating: "- [a](/b)\n", count: 20_000)
        #expect(try outline(items).count { $0 == "  item" } == 20_000)
        let rows = String(repeating: "|[a](/b)|www.a.b |\n", count: 20_000)
        let document = try document("|a|b|\n|-|-|\n" + rows)
        guard case .table(let table)? = document.blocks.first else {
            Issue.record("It is no table.")
            return
        }
        #expect(table.cells.range.count == 2 * 20_001)
        #expect(addresses(of: document.cells.suffix(2), in: document) == ["/b", "http://www.a.b"])
        let code = String(repeating: "- ['a', \"b\"]\na[1]\n", count: 20_000)
        #expect(try outline("a\n```yaml\n\(code)```\n").last == "code yaml: \(code)")
        #expect(try outline("~~~\n\(code)") == ["code : \(code)"])
        #expect(try outline(String(repeating: "[a](/b)\n", count: 3000)).count == 1)
    }

    @Test("Bare addresses become links, unless a block has tens of thousands of them")
    func addresses() throws {
        func links(_ count: Int) throws -> Int {
            let document = try document(String(repeating: "www.a.b ", count: count))
            guard case .paragraph(let text)? = document.blocks.first, document.blocks.count == 1 else {
                return -1
            }
            return addresses(of: [text], in: document).count { $0 == "http://www.a.b" }
        }
        #expect(try links(1000) == 1000)
        #expect(try links(50_000) == 0)
    }

    /// The link addresses of some texts.
    private func addresses(
        of texts: some Sequence<MarkdownText>, in document: MarkdownDocument
    ) -> [String] {
        texts.flatMap { document.runs[$0.runs.range] }.filter { $0.address > 0 }
            .map { document.addresses[Int($0.address) - 1] }
    }

    @Test("A text that expands disproportionately isn't parsed as Markdown")
    func blowUp() {
        let wide = String(repeating: "|a", count: 5000) + "|\n" + String(repeating: "|-", count: 5000) + "|\n"
        #expect(MarkdownDocument(wide + String(repeating: "|b|\n", count: 5000)) == nil)
        let long = "[x]: /" + String(repeating: "u", count: 50_000) + "\n\n"
        #expect(MarkdownDocument(long + String(repeating: "[x] ", count: 5000)) == nil)
        // Each bracket is searched from the start of its block.
        #expect(MarkdownDocument(String(repeating: "[a](/b)\n", count: 20_000)) == nil)
        #expect(MarkdownDocument(String(repeating: "[a]\r", count: 20_000)) == nil)
        #expect(MarkdownDocument("<!--\n```\n-->\n" + String(repeating: "[a]\n", count: 20_000)) == nil)
        #expect(MarkdownDocument("- a\n  ```\nb\n" + String(repeating: "[a]\n", count: 20_000)) == nil)
        #expect(MarkdownDocument(wide + String(repeating: "|b", count: 5000) + "|\n") != nil)
    }
}
