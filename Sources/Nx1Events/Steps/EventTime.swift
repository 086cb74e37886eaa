/// Parses the times of events: ISO 8601 (RFC 3339), with or without a zone, or seconds or milliseconds since 1970.
///
/// Works on bytes for speed, since it runs for every event.
enum EventTime {
    /// Microseconds since 1970; nil if `text` isn't a time. A time without a zone counts as UTC.
    static func microseconds(_ text: String) -> Int64? {
        var text = text
        return text.withUTF8 { bytes in
            var scanner = Scanner(bytes: bytes[...])
            return scanner.date() ?? Double(String(decoding: bytes, as: UTF8.self)).flatMap(since1970)
        }
    }

    /// Ten digits mean seconds, thirteen milliseconds.
    private static func since1970(_ number: Double) -> Int64? {
        guard number.isFinite, number > 0, number < 1e14 else { return nil }
        return Int64(exactly: (number < 1e11 ? number * 1e6 : number * 1e3).rounded())
    }

    /// ISO 8601 in UTC with microseconds.
    static func text(_ microseconds: Int64) -> String {
        func padded(_ number: Int64, _ digits: Int) -> String {
            let text = String(number)
            return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
        }
        let second: Int64 = 1_000_000
        let (days, rest) = divided(microseconds, by: 86_400 * second)
        let (year, month, day) = date(daysSince1970: days)
        let clock = [rest / (3600 * second), rest / (60 * second) % 60, rest / second % 60].map {
            padded($0, 2)
        }
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))T\(clock.joined(separator: ":"))"
            + ".\(padded(rest % second, 6))Z"
    }

    /// Rounds down, so that the rest is never negative.
    private static func divided(_ number: Int64, by divisor: Int64) -> (Int64, Int64) {
        let (quotient, rest) = number.quotientAndRemainder(dividingBy: divisor)
        return rest < 0 ? (quotient - 1, rest + divisor) : (quotient, rest)
    }

    /// The Gregorian date, counted from March, where leap days come last.
    private static func date(daysSince1970 days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let (era, dayOfEra) = divided(days + 719_468, by: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        return (era * 400 + yearOfEra + (month <= 2 ? 1 : 0), month, day)
    }

    private struct Scanner {
        var bytes: Slice<UnsafeBufferPointer<UInt8>>

        mutating func date() -> Int64? {
            guard let year = number(digits: 4), skip("-"), let month = number(digits: 2), skip("-"),
                let day = number(digits: 2), (1...12).contains(month), (1...31).contains(day),
                skip("T") || skip(" "), let hour = number(digits: 2), skip(":"),
                let minute = number(digits: 2), hour < 25, minute < 60
            else { return nil }
            var second: Int64 = 0
            if skip(":") {
                guard let digits = number(digits: 2), digits < 61 else { return nil }
                second = digits
            }
            let fraction = skip(".") || skip(",") ? self.fraction() : 0
            guard let offset = zone() else { return nil }
            let days = Self.days(year: year, month: month, day: day)
            return ((days * 24 + hour) * 60 + minute - offset) * 60_000_000 + second * 1_000_000 + fraction
        }

        /// Days since 1970 in the Gregorian calendar, by counting from March, where leap days come last.
        private static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
            let year = month <= 2 ? year - 1 : year
            let monthFromMarch = (month + 9) % 12
            let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
            return year * 365 + year / 4 - year / 100 + year / 400 + dayOfYear - 719_468
        }

        /// Minutes east of Greenwich.
        private mutating func zone() -> Int64? {
            if bytes.isEmpty { return 0 }
            if skip("Z") || skip("z") { return bytes.isEmpty ? 0 : nil }
            let sign: Int64 = skip("-") ? -1 : 1
            guard sign == -1 || skip("+"), let hours = number(digits: 2) else { return nil }
            _ = skip(":")
            let minutes = bytes.isEmpty ? 0 : number(digits: 2)
            guard let minutes, bytes.isEmpty else { return nil }
            return sign * (hours * 60 + minutes)
        }

        private mutating func skip(_ character: Unicode.Scalar) -> Bool {
            guard let first = bytes.first, UInt32(first) == character.value else { return false }
            bytes = bytes.dropFirst()
            return true
        }

        private mutating func number(digits: Int) -> Int64? {
            guard bytes.count >= digits else { return nil }
            var number: Int64 = 0
            for byte in bytes.prefix(digits) {
                guard (0x30...0x39).contains(byte) else { return nil }
                number = number * 10 + Int64(byte - 0x30)
            }
            bytes = bytes.dropFirst(digits)
            return number
        }

        /// Microseconds; further digits are ignored.
        private mutating func fraction() -> Int64 {
            var (fraction, place) = (Int64(0), Int64(100_000))
            while let byte = bytes.first, (0x30...0x39).contains(byte) {
                fraction += Int64(byte - 0x30) * place
                place /= 10
                bytes = bytes.dropFirst()
            }
            return fraction
        }
    }
}
