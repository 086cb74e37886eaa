import Nx1Events

/// The pause that a service requests: `Retry-After` as seconds or as a date (RFC 9110, section 10.2.3), or the more
/// exact `Retry-After-Ms` that some gateways send.
package struct RetryAfter: Sendable, Hashable {
    /// The values of the header fields, as received.
    var field: String?
    var milliseconds: String?

    package init(field: String? = nil, milliseconds: String? = nil) {
        self.field = field
        self.milliseconds = milliseconds
    }

    /// The pause from now on; nil if the fields are missing or invalid. A date in the past means no pause.
    /// - Parameter secondsSince1970: the current time.
    package func wait(at secondsSince1970: Double) -> Duration? {
        if let milliseconds, let number = Self.number(milliseconds) {
            return Seconds(clamping: number / 1000)?.duration
        }
        guard let field else { return nil }
        if let seconds = Self.number(field) { return Seconds(clamping: seconds)?.duration }
        guard let date = HTTPDate(field) else { return nil }
        // Rounded up, so that the retry isn't early.
        return Seconds(clamping: max(0, (date.secondsSince1970 - secondsSince1970).rounded(.up)))?.duration
    }

    /// A number of 0 or more; fractions are accepted although the RFC has none.
    private static func number(_ text: String) -> Double? {
        guard let trimmed = text.split(separator: " ").first, text.split(separator: " ").count == 1,
            trimmed.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2E }),
            let number = Double(trimmed)
        else { return nil }
        return number
    }
}

/// An HTTP date (RFC 9110, section 5.6.7): `Sun, 06 Nov 1994 08:49:37 GMT`, or one of the two older forms.
package struct HTTPDate: Sendable, Hashable {
    package let secondsSince1970: Double

    init?(_ text: String) {
        let words = text.split { $0 == " " || $0 == "," || $0 == "-" }.map(String.init)
        let fields: (day: String, month: String, year: String, time: String)
        switch words.count {
        // Sun Nov  6 08:49:37 1994
        case 5: fields = (words[2], words[1], words[4], words[3])
        // Sun, 06 Nov 1994 08:49:37 GMT; Sunday, 06-Nov-94 08:49:37 GMT
        case 6: fields = (words[1], words[2], words[3], words[4])
        default: return nil
        }
        guard let day = Int(fields.day), (1...31).contains(day),
            let month = Self.months.firstIndex(of: fields.month.lowercased()),
            let year = Self.year(fields.year), let time = Self.time(fields.time)
        else { return nil }
        secondsSince1970 =
            Double(Timestamp.daysSince1970(year: year, month: month + 1, day: day)) * 86_400 + time
    }

    private static let months = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]

    /// Two digits mean the years from 1970 to 2069.
    private static func year(_ text: String) -> Int? {
        guard let number = Int(text), number >= 0 else { return nil }
        switch text.utf8.count {
        case 2: return number < 70 ? 2000 + number : 1900 + number
        case 4: return number
        default: return nil
        }
    }

    private static func time(_ text: String) -> Double? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 3, let hour = parts[0], let minute = parts[1], let second = parts[2],
            (0...23).contains(hour), (0...59).contains(minute), (0...60).contains(second)
        else { return nil }
        return Double(hour * 3600 + minute * 60 + second)
    }
}
