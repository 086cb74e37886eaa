import Nx1Events

/// A tick of an axis with its label.
struct AxisTick: Equatable {
    let position: Double
    let label: String
}

/// Ticks at round times: the starts of years, months, days, hours or minutes.
struct TimeTicks {
    private(set) var ticks: [AxisTick] = []

    init(_ range: ClosedRange<Double>, _ resolution: WrittenTime.Resolution, about count: Int) {
        let count = max(1, count)
        let span = range.upperBound - range.lowerBound
        guard span > 0, span < 1e12 else {
            ticks = [AxisTick(position: range.lowerBound, label: TimeText.text(range.lowerBound, resolution))]
            return
        }
        let wanted = span / Double(count)
        let day = 86_400.0
        if wanted > 14 * day || resolution <= .month {
            addMonths(range, atLeast: max(1, wanted / (30.4 * day)), resolution)
        } else if wanted > day / 2 || resolution == .day {
            addDays(range, atLeast: max(1, wanted / day))
        } else {
            let steps: [Double] = [
                1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200,
            ]
            let step = steps.first { $0 >= wanted } ?? day
            add(range, every: step, isClock: resolution == .clock)
        }
        if ticks.isEmpty {
            ticks = [range.lowerBound, range.upperBound].map {
                AxisTick(position: $0, label: TimeText.text($0, resolution))
            }
        }
    }

    private mutating func addMonths(
        _ range: ClosedRange<Double>, atLeast months: Double, _ resolution: WrittenTime.Resolution
    ) {
        let least = resolution == .year ? 12.0 : resolution == .quarter ? 3 : 1
        let wanted = max(least, months)
        let steps = [1.0, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 2400, 6000, 12_000, 24_000, 60_000]
        let step = Int(clamping: steps.first { $0 >= wanted } ?? 120_000)
        let last = TimeText.day(of: range.upperBound).monthNumber
        var month = TimeText.day(of: range.lowerBound).monthNumber
        month -= month % step
        var year: Int?
        while month <= last {
            defer { month += step }
            guard let first = CalendarDay.first(ofMonth: month) else { continue }
            let position = Double(first.number) * 86_400
            guard range.contains(position) else { continue }
            let label: String
            if step >= 12 {
                label = String(first.year)
            } else if resolution == .quarter {
                label = "Q\((first.month + 2) / 3)" + (year == first.year ? "" : " \(first.year)")
            } else {
                label = TimeText.monthName(first.month) + (year == first.year ? "" : " \(first.year)")
            }
            year = first.year
            ticks.append(AxisTick(position: position, label: label))
        }
    }

    private mutating func addDays(_ range: ClosedRange<Double>, atLeast days: Double) {
        let step = [1.0, 2, 7].first { $0 >= days } ?? 14
        var day = (range.lowerBound / 86_400).rounded(.up)
        // Weeks start on Mondays; day 0 was a Thursday.
        if step >= 7 { day += (4 - day + 7_000_000).truncatingRemainder(dividingBy: 7) }
        var before: CalendarDay?
        while day * 86_400 <= range.upperBound, ticks.count < 1000 {
            let date = CalendarDay(number: Int(clamping: day))
            let isNewYear = before?.year != date.year
            let label = "\(TimeText.monthName(date.month)) \(date.day)" + (isNewYear ? ", \(date.year)" : "")
            ticks.append(AxisTick(position: day * 86_400, label: label))
            before = date
            day += step
        }
    }

    private mutating func add(_ range: ClosedRange<Double>, every step: Double, isClock: Bool) {
        var position = (range.lowerBound / step).rounded(.up) * step
        var before: CalendarDay?
        while position <= range.upperBound, ticks.count < 1000 {
            let day = TimeText.day(of: position)
            let date = before == day || isClock ? "" : "\(TimeText.monthName(day.month)) \(day.day) "
            ticks.append(AxisTick(position: position, label: date + TimeText.clock(position)))
            before = day
            position += step
        }
    }
}
