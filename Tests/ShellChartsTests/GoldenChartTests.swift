import ShellText
import Testing

@testable import ShellCharts

@Suite("A chart on a page")
struct GoldenChartTests {
    @Test(
        "looks as it is to look, at 40, 80 and 200 columns, in Unicode and in ASCII",
        arguments: ["bars.md", "lines.md"], [40, 80, 200])
    func columns(_ source: String, _ columns: Int) throws {
        let chart = try Chart(oneOf: GoldenChart.tables(source), question: "Which change, returned or late?")
        let name = source.prefix { $0 != "." }
        for signs in ChartSigns.allCases {
            let shown = GoldenChart.of(chart, columns: columns, signs)
            try expect(shown, "\(name)-\(columns)\(signs == .ascii ? "-ascii" : "").txt")
        }
    }

    @Test("has a colour for each series where there are colours")
    func styled() throws {
        let chart = try Chart(oneOf: GoldenChart.tables("lines.md"))
        try expect(GoldenChart.of(chart, columns: 80, isStyled: true), "lines-80-styled.txt")
        let bars = try Chart(
            oneOf: GoldenChart.tables("bars.md"), ChartRequest(columns: ["Change", "Before"]))
        try expect(GoldenChart.of(bars, columns: 80, isStyled: true), "bars-80-styled.txt")
    }

    @Test("shows points and frequencies too")
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

    @Test("is ASCII but for what the table has, where ASCII is asked for")
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
        "uses ASCII where the locale has no UTF-8",
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
