import Nx1Events
import ShellText
import Testing

@testable import ShellCharts

@Suite("Automatic choices of a chart")
struct ChartChoiceTests {
    @Test("The default is bars of a numeric column by names, and the other columns are mentioned")
    func bars() throws {
        let table = try table("id|region|late|share", "1|North|12|3 %", "2|South|7|2 %", "3|West|0|0 %")
        let chart = try Chart(table)
        #expect(chart.kind == .bar)
        #expect(chart.choice == "Bars of `late` by `region`. Other numeric columns: `id` and `share`.")
        #expect(chart.series.map(\.values) == [[12, 7, 0]])
    }

    @Test("The column named in the question is chosen")
    func question() throws {
        let table = try table(
            "Month|Orders|Shipped late|Share", "January|2,410|77|3.2 %", "February|2,206|81|3.7 %")
        let chart = try Chart(table, question: "How many orders shipped late?")
        #expect(
            chart.choice
                == "Bars of `Shipped late` by `Month`. Other numeric columns: `Orders` and `Share`.")
    }

    @Test("Columns that share a scale are drawn together")
    func several() throws {
        let chart = try Chart(table("region|2025|2026|visits", "N|12|14|90,000", "S|9|8|80,000"))
        #expect(chart.choice == "Bars of `2025` and `2026` by `region`. Other numeric columns: `visits`.")
    }

    @Test("Seven or more points in time become a line, in chronological order")
    func line() throws {
        let rows = [
            "2026-03-01|3", "2026-01-01|1", "2026-02-01|2", "2026-04-01|4", "2026-05-01|5", "2026-06-01|6",
            "2026-07-01|7",
        ]
        let text = (["day|late"] + rows).map { "|\($0)|\n" }
        let table = try #require(
            AnswerParts(.string(text[0] + "|-|-|\n" + text[1...].joined())).tables.first)
        let chart = try Chart(table)
        #expect(chart.choice == "A line of `late` by `day`.")
        #expect(chart.series[0].values == [1, 2, 3, 4, 5, 6, 7])
        let fewer = ResultTable(columns: table.columns, rows: Array(table.rows.prefix(3)))
        let bars = try Chart(fewer)
        #expect(bars.kind == .bar)
        #expect(bars.labels == ["2026-01-01", "2026-02-01", "2026-03-01"])
    }

    @Test("Months keep their order, also across the end of a year, and missing ones are shown")
    func months() throws {
        let year = try Chart(table("month|late", "March|3", "January|1", "April|5"))
        #expect(year.labels == ["January", "February", "March", "April"])
        #expect(year.series[0].values == [1, nil, 3, 5])
        let winter = try Chart(table("month|late", "Nov|3", "Dec|1", "Feb|5"))
        #expect(winter.labels == ["Nov", "Dec", "Jan", "Feb"])
        let quarters = try Chart(table("quarter|late", "Q4 2025|3", "Q1 2026|1", "Q3 2026|5"))
        #expect(quarters.labels == ["Q4 2025", "Q1 2026", "Q2 2026", "Q3 2026"])
        let weekdays = try Chart(table("day|late", "Wed|3", "Mon|1", "Tue|5"))
        #expect(weekdays.labels == ["Mon", "Tue", "Wed"])
    }

    @Test("Two numeric columns become a scatter chart, and a single one becomes a histogram")
    func numbers() throws {
        let pairs = ResultTable(
            columns: ["price", "sold"],
            rows: (0..<20).map { [.number(JSONNumber($0 * 7 % 20)), .number(JSONNumber($0))] })
        #expect(try Chart(pairs).choice == "A scatter chart of `sold` over `price`.")
        let one = ResultTable(columns: ["wait"], rows: (0..<40).map { [.number(JSONNumber($0 * $0))] })
        let histogram = try Chart(one)
        #expect(histogram.choice == "A histogram of `wait`.")
        #expect(histogram.series[0].values.compactMap(\.self).reduce(0, +) == 40)
    }

    @Test("Names become series if every month has a row for each")
    func groups() throws {
        let chart = try Chart(
            table(
                "month|region|late", "2026-01|N|1", "2026-01|S|2", "2026-02|N|3", "2026-02|S|4", "2026-03|S|6"
            ))
        #expect(chart.choice == "Bars of `late` by `month`, one series per `region`.")
        #expect(chart.series.map(\.name) == ["N", "S"])
        #expect(chart.series.map(\.values) == [[1, 3, nil], [2, 4, 6]])
    }

    @Test("A last row with the total of the others is omitted, with a remark")
    func total() throws {
        let chart = try Chart(table("region|late", "N|3", "S|4", "Total|7"))
        #expect(chart.labels == ["N", "S"])
        #expect(chart.remarks == ["The row `Total`, the sum of the others, is left out."])
        #expect(try Chart(table("region|late", "N|3", "S|4", "Total|9")).labels.count == 3)
    }

    @Test("The first of several tables is drawn, with a remark, unless one is requested")
    func tables() throws {
        let tables = [try table("a|b", "x|1", "y|2"), try table("c|d", "x|3", "y|4")]
        let first = try Chart(oneOf: tables)
        #expect(
            first.choice
                == "Bars of `b` by `a`. The answer has 2 tables; this is the first. For the second, use last:2."
        )
        #expect(try Chart(oneOf: tables, ChartRequest(table: 2)).choice == "Bars of `d` by `c`.")
        let named = try Chart(oneOf: tables, ChartRequest(columns: ["d"]))
        #expect(
            named.choice
                == "Bars of `d` by `c`. The answer has 2 tables; this is table 2, the first that fits this chart."
        )
        #expect(named.request == ChartRequest(columns: ["d"], x: "c", kind: .bar, table: 2))
    }

    @Test("The completed request draws the same chart without further choices")
    func again() throws {
        let table = try table("region|late|early", "N|3|4", "S|4|1")
        let chart = try Chart(table)
        let again = try Chart(table, chart.request)
        #expect(again.choice == nil)
        #expect(again.series == chart.series)
        #expect(again.kind == chart.kind && again.axis == chart.axis && again.title == chart.title)
    }

    @Test("Columns of the same name are distinguished by number")
    func sameNames() throws {
        let table = try table("region|late|late", "N|3|4", "S|4|1")
        let chart = try Chart(table, ChartRequest(columns: ["3"]))
        #expect(chart.series[0].values == [4, 1])
        #expect(try Chart(table, chart.request).series == chart.series)
    }

    @Test("Columns are found ignoring case, by a part of the name, or by number")
    func names() throws {
        let table = try table("Region|Shipped late|", "N|3|5", "S|4|6")
        for (name, values) in [
            ("shipped_late", [3.0, 4]), ("late", [3, 4]), ("3", [5, 6]), ("column 3", [5, 6]),
        ] {
            #expect(try Chart(table, ChartRequest(columns: [name])).series[0].values == values, "\(name)")
        }
        let named = try Chart(table, ChartRequest(columns: ["region", "late"]))
        #expect(named.title == "Shipped late by Region")
    }

    @Test(
        "Times are drawn in local time, or in UTC with a remark if time zones are mixed"
    )
    func timeZones() throws {
        func chart(_ times: [String]) throws -> Chart {
            let rows = times.enumerated().map { [JSONValue.string($1), .number(JSONNumber($0))] }
            return try Chart(
                oneOf: [ResultTable(columns: ["at", "late"], rows: rows)],
                ChartRequest(columns: ["late"], x: "at", kind: .line))
        }
        let east = try chart(["2026-03-01T00:00:00+09:00", "2026-04-01T00:00:00+09:00"])
        #expect(east.label(of: 0).hasPrefix("2026-03-01"))
        #expect(east.remarks.isEmpty)
        let mixed = try chart(["2026-03-01T00:00:00+09:00", "2026-04-01T00:00:00-05:00"])
        #expect(mixed.label(of: 0).hasPrefix("2026-02-28"))
        #expect(mixed.remarks == ["The times in `at` have different time zones, so they are drawn in UTC."])
    }
}
