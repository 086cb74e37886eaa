import Nx1Events

/// Formats times for an axis.
enum TimeText {
    /// Formats a time as `2026`, `Q4 2026`, `Nov 2026`, `2026-11-29`, `2026-11-29 08:30` or `08:30`.
    static func text(_ seconds: Double, _ resolution: WrittenTime.Resolution) -> String {
        let day = day(of: seconds)
        switch resolution {
        case .year: return String(day.year)
        case .quarter: return "Q\((day.month + 2) / 3) \(day.year)"
        case .month: return "\(monthName(day.month)) \(day.year)"
        case .day: return iso(seconds, .day)
        case .time: return "\(iso(seconds, .day)) \(clock(seconds))"
        case .clock: return clock(seconds)
        }
    }

    /// Formats a time in ISO 8601: `2026`, `2026-Q4`, `2026-11`, `2026-11-29`.
    static func iso(_ seconds: Double, _ resolution: WrittenTime.Resolution) -> String {
        let day = day(of: seconds)
        switch resolution {
        case .year: return String(day.year)
        case .quarter: return "\(day.year)-Q\((day.month + 2) / 3)"
        case .month: return "\(day.year)-\(two(day.month))"
        case .day, .time, .clock: return "\(day.year)-\(two(day.month))-\(two(day.day))"
        }
    }

    static func day(of seconds: Double) -> CalendarDay {
        CalendarDay(number: Int(clamping: (seconds / 86_400).rounded(.down)))
    }

    static func monthName(_ month: Int) -> String {
        WrittenOrdinal.Cycle.months.name(month - 1, isShort: true)
    }

    /// Formats the time of day, with seconds only if they aren't zero.
    static func clock(_ seconds: Double) -> String {
        let whole = Int(clamping: seconds.rounded(.down))
        let second = ((whole % 86_400) + 86_400) % 86_400
        let minutes = "\(two(second / 3600)):\(two(second / 60 % 60))"
        return second % 60 == 0 ? minutes : "\(minutes):\(two(second % 60))"
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
