import Nx1Events
import ShellText
import Testing

@testable import ShellCharts

@Suite("Charts as pictures")
struct ChartPictureTests {
    @Test("A picture has a title, light and dark colours, no scripts, and no external resources")
    func whole() throws {
        let svg = ChartPicture(try Chart(oneOf: GoldenChart.tables("lines.md"))).svg
        #expect(svg.hasPrefix("<svg xmlns=\"http://www.w3.org/2000/svg\""))
        #expect(svg.contains("<title>Late, Returned by Month</title>"))
        #expect(svg.contains("@media (prefers-color-scheme:dark)"))
        for word in ["script", "href", "url(", "@import", "onload", "<image", "<foreignObject"] {
            #expect(!svg.contains(word), "\(word)")
        }
    }

    @Test("Text from the table is escaped and never becomes markup")
    func hostile() throws {
        let table = ResultTable(
            columns: ["na\u{1B}[31mme\n<b>", "v</text><script>alert(1)</script>"],
            rows: [
                ["\u{1B}]0;x\u{7}\u{202E}<script>", "1"], ["a&b\"'", "2"], ["\u{FFFE}\u{0}]]>", "3"],
            ])
        for kind in [ChartKind.bar, .line, .histogram] {
            let svg = ChartPicture(try Chart(table, ChartRequest(kind: kind))).svg
            #expect(!svg.contains("<script") && !svg.contains("<b>"))
            #expect(svg.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 && $0.value != 0xFFFE })
            #expect(svg.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
        }
    }

    @Test("A line is interrupted at gaps, and a short one has a mark for each point")
    func gaps() throws {
        let chart = try Chart(
            table("day|late", "2026-01-01|1", "2026-01-02|2", "2026-01-03|", "2026-01-04|4", "2026-01-05|5"),
            ChartRequest(columns: ["late"], x: "day", kind: .line))
        let svg = ChartPicture(chart).svg
        #expect(svg.ranges(of: "<path ").count == 2)
        #expect(svg.ranges(of: "<circle ").count == 4)
        #expect(svg.contains("<title>2026-01-05, late: 5</title>"))
    }

    @Test("Bars of all rows are drawn on both sides of zero, with values as written")
    func bars() throws {
        let svg = ChartPicture(
            try Chart(oneOf: GoldenChart.tables("bars.md"), ChartRequest(columns: ["Change"]))
        ).svg
        #expect(svg.ranges(of: "<rect class=\"nx1-fill-0\"").count == 5)
        for text in [">1,240<", ">−310<", ">(80)<", ">שלום עולם<", ">東京<", ">South &amp; East<"] {
            #expect(svg.contains(text), "\(text)")
        }
    }
}
