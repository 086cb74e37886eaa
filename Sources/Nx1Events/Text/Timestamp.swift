/// Parses timestamps (RFC 3339) into milliseconds since 1970.
package enum Timestamp {
    /// Parses a timestamp such as `1994-11-06T08:49:37.5+01:00`, with optional seconds, fraction and zone (by default
    /// UTC), or a date alone; nil if the text is neither.
    package static func milliseconds(_ text: String) -> Int64? {
        let parts = text.split(maxSplits: 1) { "Tt ".contains($0) }
        guard let date = parts.first, let days = days(date) else { return nil }
        if parts.count == 1 { return text.count == date.count ? days * millisecondsADay : nil }
        guard let time = time(parts[1]) else { return nil }
        return days * millisecondsADay + time
    }

    private static let millisecondsADay: Int64 = 86_400_000
    private static let lengths = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

    /// The days since 1970 of a date such as `1994-11-06`.
    private static func days(_ text: Substring) -> Int64? {
        let fields = text.split(separator: "-", omittingEmptySubsequences: false)
        guard fields.count == 3, let year = number(fields[0], digits: 4),
            let month = number(fields[1], digits: 2),
            let day = number(fields[2], digits: 2), year > 0, (1...12).contains(month),
            (1...lengths[month - 1]).contains(day)
        else { return nil }
        let isLeap = year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
        if month == 2, day == 29, !isLeap { return nil }
        return Int64(daysSince1970(year: year, month: month, day: day))
    }

    /// The milliseconds of a time such as `08:49:37.5+01:00`, since the start of its day in UTC.
    private static func time(_ text: Substring) -> Int64? {
        let clock = text.prefix { !"Zz+-".contains($0) }
        let halves = clock.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let fields = halves[0].split(separator: ":", omittingEmptySubsequences: false)
            .map { number($0, digits: 2) }
        guard (2...3).contains(fields.count), let hour = fields[0], let minute = fields[1],
            let second = fields.count == 3 ? fields[2] : 0, hour < 24, minute < 60, second <= 60,
            let zone = zone(text[clock.endIndex...])
        else { return nil }
        var fraction = 0.0
        if halves.count == 2 {
            guard !halves[1].isEmpty, halves[1].allSatisfy(\.isASCIIDigit),
                let part = Double("0." + halves[1])
            else { return nil }
            fraction = part
        }
        let seconds = Int64(hour * 3600 + minute * 60 + second) - zone
        return seconds * 1000 + Int64((fraction * 1000).rounded())
    }

    /// The offset from UTC of a zone such as `+01:00`, in seconds.
    private static func zone(_ text: Substring) -> Int64? {
        guard let sign = text.first else { return 0 }
        let rest = text.dropFirst()
        if "Zz".contains(sign) { return rest.isEmpty ? 0 : nil }
        let digits = rest.filter { $0 != ":" }
        guard digits.count == 4, let hour = number(digits.prefix(2), digits: 2),
            let minute = number(digits.suffix(2), digits: 2), hour < 24, minute < 60
        else { return nil }
        let seconds = Int64(hour * 3600 + minute * 60)
        return sign == "-" ? -seconds : seconds
    }

    private static func number(_ text: some StringProtocol, digits: Int) -> Int? {
        text.count == digits && text.allSatisfy(\.isASCIIDigit) ? Int(text) : nil
    }

    /// The days from 1970-01-01 to a Gregorian date, counted in years that start in March.
    package static func daysSince1970(year: Int, month: Int, day: Int) -> Int {
        let marchYear = month > 2 ? year : year - 1
        let monthsSinceMarch = (month + 9) % 12
        let leapDays = marchYear / 4 - marchYear / 100 + marchYear / 400
        return marchYear * 365 + leapDays + (monthsSinceMarch * 153 + 2) / 5 + day - 1 - 719_468
    }
}

extension Character {
    fileprivate var isASCIIDigit: Bool { isASCII && isNumber }
}
