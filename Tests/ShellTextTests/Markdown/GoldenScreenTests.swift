import Testing

@testable import ShellText

@Suite("An answer on a page")
struct GoldenScreenTests {
    @Test("The screens match the golden files, at 40, 80 and 200 columns", arguments: [40, 80, 200])
    func columns(_ columns: Int) throws {
        let document = try #require(MarkdownDocument(GoldenScreen.text("report.md")))
        // With styles, but without control sequences in the file.
        let rows = MarkdownLayout(document, on: Page(columns: columns, isStyled: true)).rows
        let shown = GoldenScreen.of(rows, on: Page(columns: columns))
        #expect(try shown == GoldenScreen.text("report-\(columns).txt"))
    }

    @Test("Styles, colours and links are used if the terminal supports them")
    func styles() throws {
        let document = try #require(MarkdownDocument(GoldenScreen.text("report.md")))
        let page = Page(columns: 80, isStyled: true, hasLinks: true)
        let shown = GoldenScreen.of(MarkdownLayout(document, on: page).rows, on: page)
        #expect(try shown == GoldenScreen.text("report-80-styled.txt"))
    }

    @Test("Without styles, Markdown delimiters are kept, and no control sequences are written")
    func plain() throws {
        let document = try #require(MarkdownDocument(GoldenScreen.text("report.md")))
        let page = Page(columns: 80)
        let shown = GoldenScreen.of(MarkdownLayout(document, on: page).rows, on: page)
        #expect(try shown == GoldenScreen.text("report-80-plain.txt"))
        #expect(!shown.contains("␛"))
    }

    @Test("Nested list markers are kept in narrow windows", arguments: [18, 20, 22])
    func narrowLists(_ columns: Int) throws {
        let source = "1. one\n2. two\n   - [ ] open task\n   - [x] done task\n     - deep\n"
        let document = try #require(MarkdownDocument(source))
        let lines = MarkdownLayout(document, on: Page(columns: columns, isStyled: true)).rows.rows.map(\.text)
        #expect(lines.contains { $0.contains("[ ] open") } && lines.contains { $0.contains("[x] done") })
        #expect(lines.contains { $0.hasSuffix("◦ deep") }, "\(lines)")
        #expect(lines.allSatisfy { $0.count <= columns })
    }

    @Test(
        "Rows fit into any window, except for rows of code",
        arguments: [20, 23, 31, 40, 57, 80])
    func width(_ columns: Int) throws {
        let source = try GoldenScreen.text("report.md").split(separator: "```").enumerated()
            .filter { $0.offset % 2 == 0 }.map(\.element).joined()
        let document = try #require(MarkdownDocument(source))
        let lines = MarkdownLayout(document, on: Page(columns: columns, isStyled: true)).rows.rows
        #expect(lines.count > 50)
        for line in lines { #expect(line.width <= columns, "\(line.text)") }
    }
}
