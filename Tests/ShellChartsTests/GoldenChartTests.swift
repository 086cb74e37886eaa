import ShellText
import Testing

@testable import ShellCharts

@Suite("Charts on a page")
struct GoldenChartTests {
    @Test(
        "Charts match the golden files, at 40, 80 and 200 columns, in Unicode and in ASCII",
        arguments: ["bars.md", "lines.md"], [40, 80, 200])
    func columns(_ source: String, _ columns: Int) throws {
        let chart = try Chart(oneOf: GoldenChart.tables(source), question: "Which change, returned or late?")
        let name = source.prefix { $0 != "." }
        for signs in ChartSigns.allCases {
            let shown = GoldenChart.of(chart, columns: columns, signs)
            try expect(shown, "\(name)-\(columns)\(signs == .ascii ? "-ascii" : "").txt")
        }
    }

    @Test("Every series has its colour on a coloured page")
    func styled() throws {
        let chart = try Chart(oneOf: GoldenChart.tables("lines.md"))
        try expect(GoldenChart.of(chart, columns: 80, isStyled: true), "lines-80-styled.txt")
        let bars = try Chart(
            oneOf: GoldenChart.tables("bars.md"), ChartRequest(columns: ["Change", "Before"]))
        try expect(GoldenChart.of(bars, columns: 80, isStyled: true), "bars-80-styled.txt")
    }

    @Test("Scatter charts and histograms match the golden files")
    func others() throws {
        let tables = try GoldenChart.tables("points.json")
        let points = try Chart(oneOf: tables, ChartRequest(columns: ["sold"], x: "price", kind: .scatter))
        try expect(GoldenChart.of(points, columns: 80), "scatter-80.txt")
        let waits = try Chart(oneOf: tables, ChartRequest(columns: ["wait"], kind: .histogram))
        try expect(GoldenChart.of(waits, columns: 80), "histogram-80.txt")
        let waitsByLog = try Chart(
            oneOf: tables, ChartRequest(columns: ["wait"], kind: .histogram, isLogarithmic: true))
        try expect(GoldenChart.of(waitsByLog, columns: 80, .ascii), "histogram-80-log.txt")
    }

    @Test("An ASCII chart has only ASCII, except for text from the table")
    func ascii() throws {
        for (name, request) in [
            ("lines.md", ChartRequest()),
            ("points.json", ChartRequest(columns: ["sold"], x: "wait", kind: .scatter)),
        ] {
            let chart = try Chart(oneOf: GoldenChart.tables(name), request)
            #expect(GoldenChart.of(chart, columns: 80, .ascii).utf8.allSatisfy { $0 < 0x80 })
        }
    }

    @Test(
        "ASCII is used if the locale isn't UTF-8",
        arguments: [
            ([:], ChartSigns.unicode), (["LANG": "C.UTF-8"], .unicode), (["LC_ALL": "C"], .ascii),
            (["LC_ALL": "", "LC_CTYPE": "de_DE.utf8", "LANG": "C"], .unicode),
            (["LANG": "de_DE.ISO-8859-1"], .ascii),
        ])
    func locale(_ environment: [String: String], _ signs: ChartSigns) {
        #expect(ChartSigns(environment: environment) == signs)
    }

    private func expect(_ shown: String, _ name: String) throws {
        let golden = try GoldenChart.text(name)
        #expect(shown == golden, "\(name):\n\(shown)")
    }
}
