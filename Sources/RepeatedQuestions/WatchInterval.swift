import ShellInput

/// When the next round of a watch starts.
package enum WatchInterval: Sendable, Hashable {
    /// This many seconds after the previous round has ended: from 5 seconds to 7 days.
    case every(seconds: Int)
    /// Once a day, at a local time.
    case daily(hour: Int, minute: Int)

    /// The default: 60 seconds.
    package static let usual = WatchInterval.every(seconds: 60)

    private static let shortest = 5
    private static let longest = 7 * 86_400
    private static let forms = "Use 30s, 10m, 2h, 1d or \"at 06:15\"."

    /// Parses `30s`, `10m`, `2h`, `1d` or `at 06:15`.
    /// - Throws: ``WatchRefusal`` if the text is none of these, or the time is shorter than 5 seconds or longer than 7 days.
    package init(_ text: String) throws(WatchRefusal) {
        let words = text.split(whereSeparator: \.isWhitespace)
        if words.count == 2, words[0] == "at" {
            self = try Self.daily(at: words[1])
            return
        }
        guard words.count == 1, let word = words.first, let interval = try Self.duration(word) else {
            throw WatchRefusal("\"\(text)\" isn't an interval. \(Self.forms)")
        }
        self = interval
    }

    /// Whether a word is meant as a duration: a number, with or without a unit.
    static func isDuration(_ word: some StringProtocol) -> Bool {
        guard word.first?.isASCIIDigit == true else { return false }
        return word.drop { $0.isASCIIDigit || $0 == "." || $0 == "," }.allSatisfy {
            $0.isASCII && $0.isLetter
        }
    }

    /// Whether a word is meant as a time of day: it starts with a digit and contains a colon.
    static func isTime(_ word: some StringProtocol) -> Bool {
        word.first?.isASCIIDigit == true && word.contains(":")
    }

    /// The interval of a word such as `10m`; nil if it isn't a whole number with a unit.
    static func duration(_ word: some StringProtocol) throws(WatchRefusal) -> WatchInterval? {
        guard let duration = TypedDuration(word) else { return nil }
        guard let seconds = duration.seconds, seconds <= longest else {
            throw WatchRefusal("The interval \(OneWord(word)) is too long: at most 7 days (7d).")
        }
        guard seconds >= shortest else {
            throw WatchRefusal("The interval \(word) is too short: at least 5 seconds (5s).")
        }
        return .every(seconds: seconds)
    }

    /// The interval of a time such as `06:15`.
    static func daily(at word: some StringProtocol) throws(WatchRefusal) -> WatchInterval {
        let parts = word.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, (1...2).contains(parts[0].count), parts[1].count == 2,
            parts.allSatisfy({ $0.allSatisfy(\.isASCIIDigit) }), let hour = Int(parts[0]), hour < 24,
            let minute = Int(parts[1]), minute < 60
        else {
            throw WatchRefusal(
                "\"\(OneWord(word))\" isn't a time of day. Use hours and minutes from 00:00 to 23:59.")
        }
        return .daily(hour: hour, minute: minute)
    }
}

extension WatchInterval: CustomStringConvertible {
    /// The interval as text, such as `every 10 min` or `daily at 06:15`.
    package var description: String {
        switch self {
        case .every(let seconds): "every \(WatchInterval.words(seconds: seconds))"
        case .daily(let hour, let minute): "daily at \(Self.clock(hour: hour, minute: minute))"
        }
    }

    /// A time of day such as `06:15`.
    static func clock(hour: Int, minute: Int) -> String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(two(hour)):\(two(minute))"
    }

    /// A number of seconds in its two largest units, such as `10 min` or `1 h 30 min`.
    static func words(seconds: Int) -> String {
        var rest = max(0, seconds)
        var parts: [String] = []
        for (size, unit) in [(86_400, "d"), (3600, "h"), (60, "min"), (1, "s")] {
            if rest >= size { parts.append("\(rest / size) \(unit)") }
            rest %= size
        }
        return parts.isEmpty ? "0 s" : parts.prefix(2).joined(separator: " ")
    }
}

/// A word as quoted in messages, truncated if it is long.
private struct OneWord: CustomStringConvertible {
    let description: String

    init(_ word: some StringProtocol) {
        description = word.count > 30 ? word.prefix(29) + "…" : String(word)
    }
}

extension Character {
    fileprivate var isASCIIDigit: Bool { ("0"..."9").contains(self) }
}
