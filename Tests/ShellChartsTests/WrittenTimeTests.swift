import Testing

@testable import ShellCharts

@Suite("Dates as people write them")
struct WrittenTimeTests {
    @Test(
        "Dates are parsed with their finest unit",
        arguments: [
            ("2026-11-29", "2026-11-29", WrittenTime.Resolution.day), ("2026/11/29", "2026-11-29", .day),
            ("29.11.2026", "2026-11-29", .day), ("11/29/2026", "2026-11-29", .day),
            ("29 Nov 2026", "2026-11-29", .day), ("November 29, 2026", "2026-11-29", .day),
            ("29th Nov 2026", "2026-11-29", .day), ("2026-11", "2026-11-01", .month),
            ("Nov 2026", "2026-11-01", .month), ("Sept. 2026", "2026-09-01", .month),
            ("11/2026", "2026-11-01", .month),
            ("Q3 2026", "2026-07-01", .quarter), ("2026-Q3", "2026-07-01", .quarter),
            ("2026-W01", "2025-12-29", .day), ("2026-11-29T23:30:00Z", "2026-11-29", .time),
            ("2026-11-29 23:30:00.123456+02:00", "2026-11-29", .time),
            ("2026-11-29 11:30 PM", "2026-11-29", .time),
            ("2024-02-29", "2024-02-29", .day),
        ])
    func forms(_ text: String, _ day: String, _ resolution: WrittenTime.Resolution) throws {
        let time = try #require(WrittenTime(text))
        #expect(TimeText.iso(time.seconds, .day) == day)
        #expect(time.resolution == resolution)
    }

    @Test(
        "Invalid dates and other texts aren't dates",
        arguments: [
            "2026-13-01", "2025-02-29", "31.04.2026", "1.2.3", "10.5", "1-2", "May", "Marching 2026",
            "2026-11-29x",
            "v2026-11-29", "12345678901234567890", "25:00", "", "-", "Q5 2026", "2026-W60", "٢٠٢٦-١١-٢٩",
        ])
    func others(_ text: String) {
        #expect(WrittenTime(text) == nil)
    }

    @Test("Dates are day-first if one of the column must be")
    func dayFirst() throws {
        let chart = try Chart(
            table("day|n", "03/04/2026|1", "25/04/2026|2", "01/05/2026|3"), ChartRequest(kind: .line))
        #expect(chart.positions.map { TimeText.iso($0, .day) } == ["2026-04-03", "2026-04-25", "2026-05-01"])
    }

    @Test("Day numbers match the calendar over three centuries")
    func days() {
        var day = CalendarDay(number: -60_000)
        for number in -59_999...60_000 {
            let next = CalendarDay(number: number)
            let isNextDay = next.day == day.day + 1 && next.month == day.month && next.year == day.year
            let isNextMonth = next.day == 1 && next.month == day.month % 12 + 1 && day.day >= 28
            guard isNextDay || isNextMonth, next.number == number else {
                Issue.record("\(day) is followed by \(next)")
                return
            }
            day = next
        }
    }
}
