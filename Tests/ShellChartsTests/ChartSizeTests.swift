import Nx1Events
import ShellText
import Testing

@testable import ShellCharts

@Suite("Charts of small and large tables")
struct ChartSizeTests {
    @Test("A table of one row and one column has a bar")
    func one() throws {
        let chart = try Chart(ResultTable(columns: ["late"], rows: [[42]]))
        #expect(chart.choice == "Bars of `late` by row.")
        #expect(chart.rows(40)[1].hasPrefix("1 42 │███"))
        let two = try Chart(table("day|late", "2026-01-01|3", "2026-01-02|4"), ChartRequest(kind: .line))
        #expect(two.rows(40).count > 6)
        let single = try Chart(table("day|late", "2026-01-01|3"), ChartRequest(kind: .line))
        #expect(single.rows(40).contains { $0.contains("●") })
    }

    @Test("Equal values have equal bars, and negative bars go to the left")
    func equal() throws {
        let equal = try Chart(table("x|v", "a|5", "b|5")).rows(40)
        #expect(equal[1].dropFirst() == equal[2].dropFirst())
        let negative = try Chart(table("x|v", "a|-5", "b|-10")).rows(30)
        #expect(negative[1] == "a  -5            ▐███████████│")
        #expect(negative[2] == "b -10 ███████████████████████│")
        let zero = try Chart(table("x|v", "a|0", "b|0")).rows(30)
        #expect(zero[1] == "a 0 │")
    }

    @Test("Many names are reduced to the largest, with a remark")
    func names() throws {
        let rows = (0..<5000).map { [JSONValue.string("name \($0)"), .number(JSONNumber($0 * 7919 % 5000))] }
        let chart = try Chart(ResultTable(columns: ["name", "late"], rows: rows))
        #expect(chart.labels.count == 30)
        #expect(chart.series[0].texts.first == "4999")
        #expect(
            chart.remarks == [
                "Only the 30 largest of 5,000 rows by `late` are drawn. To show more or fewer, use --top N."
            ])
        let top = try Chart(ResultTable(columns: ["name", "late"], rows: rows), ChartRequest(top: 3))
        #expect(top.series[0].values == [4999, 4998, 4997])
        #expect(top.remarks == ["Only the 3 largest of 5,000 rows by `late` are drawn."])
    }

    @Test("Recurring names are added up, or averaged for percentages, with a remark")
    func sums() throws {
        let rows = (0..<1000).map {
            [JSONValue.string("r\($0 % 3)"), .number(JSONNumber(1)), .string("\($0 % 3) %")]
        }
        let table = ResultTable(columns: ["region", "late", "share"], rows: rows)
        let sums = try Chart(table, ChartRequest(columns: ["late"]))
        #expect(sums.series[0].values == [334, 333, 333])
        #expect(
            sums.remarks == [
                "Each bar is the sum of all rows with the same `region`. The table has 1,000 rows."
            ])
        let means = try Chart(table, ChartRequest(columns: ["share"]))
        #expect(means.series[0].values == [0, 1, 2])
        #expect(
            means.remarks == [
                "Each bar is the mean of all rows with the same `region`. The table has 1,000 rows."
            ])
        let both = try Chart(table, ChartRequest(columns: ["late", "share"]))
        #expect(
            both.remarks.contains(
                "Each bar is the sum (for percentages, the mean) of all rows with the same `region`. The table has 1,000 rows."
            ), "\(both.remarks)")
    }

    @Test("Bars along time are reduced to the last ones, with a remark")
    func lastBars() throws {
        let rows = (0..<40).map {
            [JSONValue.string("2026-0\($0 / 10 + 1)-1\($0 % 10)"), .number(JSONNumber($0))]
        }
        let chart = try Chart(
            ResultTable(columns: ["day", "late"], rows: rows), ChartRequest(columns: ["late"], kind: .bar))
        #expect(
            chart.remarks == [
                "Only the last 30 of 40 rows are drawn. To draw all of them, use --kind line."
            ])
    }

    @Test("A line of 100,000 rows is binned to the window, with a remark")
    func rows() throws {
        let rows = (0..<100_000).map { index -> [JSONValue] in
            [.number(JSONNumber(index)), .number(JSONNumber(index % 1000))]
        }
        let chart = try Chart(
            ResultTable(columns: ["x", "y"], rows: rows), ChartRequest(columns: ["y"], x: "x"))
        #expect(chart.kind == .line)
        let shown = chart.rows(80)
        #expect(shown.last == "100,000 rows are drawn as 70 points, each the mean of its rows.")
        let picture = ChartPicture(chart).svg
        #expect(picture.contains("100,000 rows are drawn as 360 points"))
        #expect(picture.utf8.count < 20_000)
    }

    @Test("Of 300 columns, a few are drawn and others are mentioned")
    func columns() throws {
        let names = (0..<300).map { "c\($0)" }
        let table = ResultTable(
            columns: names, rows: (1...3).map { row in names.indices.map { .number(JSONNumber($0 + row)) } })
        let chart = try Chart(table)
        #expect(chart.series.count <= 4)
        #expect(chart.choice?.contains("… (29") == true, "\(chart.choice ?? "")")
        let many = ChartRequest(columns: (0..<9).map { "c\($0)" })
        let refusal = #expect(throws: ChartRefusal.self) { try Chart(table, many) }
        #expect(refusal?.description == "A chart can show at most 8 columns, but you named 9.")
    }

    @Test("Charts in a low window leave room for the prompt", arguments: [12, 16, 24])
    func height(_ rows: Int) throws {
        let chart = try Chart(oneOf: GoldenChart.tables("lines.md"))
        let page = Page(isTerminal: true, columns: 80, rows: rows)
        #expect(ChartText(chart, on: page).rows.rows.count < rows - 1)
    }

    @Test(
        "Cells without a number and rows without a position are omitted with a remark, and empty cells are gaps"
    )
    func gaps() throws {
        let chart = try Chart(
            table(
                "day|late", "2026-01-01|3", "2026-01-02|", "soon|4", "2026-01-03|about 5", "2026-01-04|6",
                "2026-01-05|-"),
            ChartRequest(columns: ["late"], x: "day"))
        #expect(chart.series[0].values == [3, nil, nil, 6, nil])
        #expect(
            chart.remarks == [
                "1 row without a date in `day` is left out.",
                "1 cell of `late` isn't a number and is left out.",
            ])
    }

    @Test("A line is interrupted at missing months, but not at weekends")
    func missing() throws {
        let months = try Chart(
            table("month|late", "2026-01|1", "2026-02|2", "2026-04|4", "2026-05|5"), ChartRequest(kind: .line)
        )
        #expect(months.series[0].values == [1, 2, nil, 4, 5])
        let days = try Chart(
            table("day|late", "2026-01-01|1", "2026-01-02|2", "2026-01-05|4", "2026-01-06|5"),
            ChartRequest(kind: .line))
        #expect(days.series[0].values == [1, 2, 4, 5])
    }
}
