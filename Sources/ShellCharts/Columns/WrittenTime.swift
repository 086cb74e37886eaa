/// A date, month, quarter, year or time of day as people write it in tables.
struct WrittenTime: Equatable {
    /// The seconds since 1970-01-01 UTC. Times without a zone count as UTC.
    var seconds: Double
    /// The offset from UTC, in seconds.
    var offset = 0
    /// The finest written unit.
    var resolution: Resolution

    enum Resolution: Int, Comparable {
        case year, quarter, month, day, time
        /// A time of day without a date.
        case clock

        static func < (one: Resolution, other: Resolution) -> Bool { one.rawValue < other.rawValue }
    }

    /// Returns nil for any other text.
    /// - Parameter isDayFirst: whether `3/4/2026` is 3 April.
    init?(_ text: String, isDayFirst: Bool = false) {
        guard text.utf8.count <= 48, let parts = Parts(text) else { return nil }
        guard
            let time = Self.numeric(parts, isDayFirst) ?? Self.quarterOrWeek(parts) ?? Self.inWords(parts)
                ?? Self.clock(parts)
        else { return nil }
        self = time
    }

    init(seconds: Double, resolution: Resolution) {
        self.seconds = seconds
        self.resolution = resolution
    }

    init?(year: Int, month: Int = 1, day: Int = 1, _ resolution: Resolution) {
        guard let days = CalendarDay(year: year, month: month, day: day)?.number else { return nil }
        self.init(seconds: Double(days) * 86_400, resolution: resolution)
    }

    /// Returns whether a date such as `13/4/2026` must have the day first; nil if it is ambiguous.
    static func isDayFirst(_ text: String) -> Bool? {
        guard text.utf8.count <= 48, let parts = Parts(text), parts.items.count >= 5,
            case .number(let first, let length) = parts.items[0], length <= 2, parts.isSign(1, "/"),
            case .number(let second, _) = parts.items[2]
        else { return nil }
        return first > 12 ? true : second > 12 ? false : nil
    }

    // MARK: Forms

    /// Parses `2026-11-29`, `2026-11`, `29.11.2026` or `11/29/2026`, optionally followed by a time.
    private static func numeric(_ parts: Parts, _ isDayFirst: Bool) -> WrittenTime? {
        guard case .number(let first, let firstLength)? = parts.items.first, parts.items.count >= 3,
            case .sign(let sign) = parts.items[1], "-/.".unicodeScalars.contains(sign),
            case .number(let second, let secondLength) = parts.items[2],
            secondLength <= 2
                || firstLength <= 2 && parts.items.count == 3
        else { return nil }
        guard parts.items.count >= 5, parts.items[3] == .sign(sign),
            case .number(let third, let thirdLength) = parts.items[4]
        else {
            guard parts.items.count == 3 else { return nil }
            if firstLength == 4, sign != "." { return WrittenTime(year: first, month: second, .month) }
            if secondLength == 4, sign == "/" { return WrittenTime(year: second, month: first, .month) }
            return nil
        }
        let date: WrittenTime?
        if firstLength == 4, thirdLength <= 2 {
            date = WrittenTime(year: first, month: second, day: third, .day)
        } else if thirdLength == 4, firstLength <= 2 {
            let (day, month) = sign == "/" && !isDayFirst ? (second, first) : (first, second)
            date = WrittenTime(year: third, month: month, day: day, .day)
        } else {
            return nil
        }
        return date?.with(timeIn: parts, from: 5)
    }

    /// Parses `Q3 2026`, `2026-Q3` or `2026-W07`.
    private static func quarterOrWeek(_ parts: Parts) -> WrittenTime? {
        var year: Int?
        var letter: String?
        var number: Int?
        for item in parts.items {
            switch item {
            case .number(let value, 4) where year == nil: year = value
            case .number(let value, 1...2) where letter != nil && number == nil: number = value
            case .word(let word) where letter == nil && (word == "q" || word == "w"): letter = word
            case .sign(let sign) where "-/ ".unicodeScalars.contains(sign): break
            default: return nil
            }
        }
        guard let year, let number, let letter else { return nil }
        if letter == "q" {
            return (1...4).contains(number)
                ? WrittenTime(year: year, month: number * 3 - 2, .quarter) : nil
        }
        // Week 1 is the one with 4 January (ISO 8601).
        guard (1...53).contains(number), let fourth = CalendarDay(year: year, month: 1, day: 4)?.number
        else { return nil }
        let monday = fourth - (fourth + 3) % 7
        return WrittenTime(seconds: Double(monday + 7 * (number - 1)) * 86_400, resolution: .day)
    }

    /// Parses `29 Nov 2026`, `November 29, 2026` or `Nov 2026`.
    private static func inWords(_ parts: Parts) -> WrittenTime? {
        var (year, month, day): (Int?, Int?, Int?)
        for (index, item) in parts.items.enumerated() {
            switch item {
            case .word(let word):
                if let found = WrittenOrdinal.month(word), month == nil {
                    month = found
                } else if !["st", "nd", "rd", "th"].contains(word) || day == nil {
                    return nil
                }
            case .number(let value, 4) where year == nil: year = value
            case .number(let value, 1...2) where day == nil: day = value
            case .sign(let sign) where ", -./".unicodeScalars.contains(sign): break
            default: return nil
            }
            if let year, let month, let day, index + 1 < parts.items.count {
                return WrittenTime(year: year, month: month, day: day, .day)?.with(
                    timeIn: parts, from: index + 1)
            }
        }
        guard let year, let month else { return nil }
        return WrittenTime(year: year, month: month, day: day ?? 1, day == nil ? .month : .day)
    }

    /// Parses `08:30` or `08:30:15`.
    private static func clock(_ parts: Parts) -> WrittenTime? {
        guard parts.isSign(1, ":") else { return nil }
        var time = WrittenTime(seconds: 0, resolution: .day).with(timeIn: parts, from: 0)
        time?.resolution = .clock
        return time
    }

    /// Adds the time of day that starts at an index. Returns nil if something else follows.
    private func with(timeIn parts: Parts, from start: Int) -> WrittenTime? {
        var place = start
        while place < parts.items.count, parts.isSign(place, " ") || parts.isSign(place, ",") { place += 1 }
        if place == parts.items.count { return self }
        if parts.items[place] == .word("t") { place += 1 }
        guard case .number(var hour, 1...2)? = parts.item(place), hour < 24 || hour == 24,
            parts.isSign(place + 1, ":"), case .number(let minute, 2)? = parts.item(place + 2), minute < 60
        else { return nil }
        place += 3
        var second = 0.0
        if parts.isSign(place, ":") {
            guard case .number(let whole, 2)? = parts.item(place + 1), whole <= 60 else { return nil }
            second = Double(whole)
            place += 2
            if parts.isSign(place, "."), case .number(let part, let length)? = parts.item(place + 1) {
                second += Double(part) / [10, 100, 1000, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9][min(length, 9) - 1]
                place += 2
            }
        }
        while parts.isSign(place, " ") { place += 1 }
        if let half = parts.item(place), half == .word("am") || half == .word("pm") {
            guard (1...12).contains(hour) else { return nil }
            hour = hour % 12 + (half == .word("pm") ? 12 : 0)
            place += 1
        }
        guard let zone = parts.zone(at: place) else { return nil }
        var time = self
        time.seconds += Double(hour * 3600 + minute * 60) + second - Double(zone)
        time.offset = zone
        time.resolution = .time
        return time
    }
}

/// The tokens of a text: numbers, words and other characters.
private struct Parts {
    enum Item: Equatable {
        /// A number with its count of digits.
        case number(Int, length: Int)
        /// A word in lower case.
        case word(String)
        case sign(Unicode.Scalar)
    }

    private(set) var items: [Item] = []

    /// Returns nil for a text that can't be a time.
    init?(_ text: String) {
        var word: [UInt8] = []
        var (number, length) = (0, 0)
        for byte in text.utf8 {
            let isDigit = (0x30...0x39).contains(byte)
            let lower = byte | 0x20
            let isLetter = (0x61...0x7A).contains(lower)
            if !isDigit, length > 0 {
                items.append(.number(number, length: length))
                (number, length) = (0, 0)
            }
            if !isLetter, !word.isEmpty {
                items.append(.word(String(decoding: word, as: UTF8.self)))
                word = []
            }
            if isDigit {
                guard length < 9 else { return nil }
                number = number * 10 + Int(byte - 0x30)
                length += 1
            } else if isLetter {
                word.append(lower)
            } else {
                guard byte >= 0x20, byte < 0x7F else { return nil }
                items.append(.sign(Unicode.Scalar(byte)))
            }
            guard items.count < 24 else { return nil }
        }
        if length > 0 { items.append(.number(number, length: length)) }
        if !word.isEmpty { items.append(.word(String(decoding: word, as: UTF8.self))) }
        guard !items.isEmpty else { return nil }
    }

    func item(_ place: Int) -> Item? { items.indices.contains(place) ? items[place] : nil }

    func isSign(_ place: Int, _ sign: Unicode.Scalar) -> Bool { item(place) == .sign(sign) }

    /// Parses the offset from UTC at the end, in seconds: `Z`, `UTC`, `+01:00`, `-0530`, or nothing. Returns nil for
    /// other text.
    func zone(at place: Int) -> Int? {
        guard let first = item(place) else { return 0 }
        if first == .word("z") || first == .word("utc") || first == .word("gmt") {
            return place + 1 == items.count ? 0 : nil
        }
        guard first == .sign("+") || first == .sign("-"),
            case .number(let hours, let length)? = item(place + 1)
        else { return nil }
        var offset: Int
        switch (length, items.count - place) {
        case (2, 2): offset = hours * 3600
        case (4, 2): offset = hours / 100 * 3600 + hours % 100 * 60
        case (2, 4):
            guard isSign(place + 2, ":"), case .number(let minutes, 2)? = item(place + 3) else { return nil }
            offset = hours * 3600 + minutes * 60
        default: return nil
        }
        if first == .sign("-") { offset.negate() }
        return offset
    }
}
