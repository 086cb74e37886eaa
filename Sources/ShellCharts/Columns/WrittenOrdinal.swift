/// The name of a month, a weekday or a quarter without a year.
struct WrittenOrdinal: Equatable {
    enum Cycle: Equatable {
        case months, weekdays, quarters

        /// The length of the cycle.
        var count: Int {
            switch self {
            case .months: 12
            case .weekdays: 7
            case .quarters: 4
            }
        }

        /// Returns the name at a position, counted from 0 across cycles.
        func name(_ place: Int, isShort: Bool) -> String {
            let index = ((place % count) + count) % count
            let name: String
            switch self {
            case .months: name = WrittenOrdinal.monthNames[index]
            case .weekdays: name = WrittenOrdinal.weekdayNames[index]
            case .quarters: return "Q\(index + 1)"
            }
            let full = name.prefix(1).uppercased() + name.dropFirst()
            return isShort ? String(full.prefix(3)) : full
        }
    }

    let cycle: Cycle
    /// From 0.
    let index: Int

    /// Returns nil for any other text.
    init?(_ text: String) {
        guard text.utf8.count <= 12 else { return nil }
        let word = text.lowercased()
        if let month = Self.month(word.hasSuffix(".") ? String(word.dropLast()) : word) {
            (cycle, index) = (.months, month - 1)
        } else if word.utf8.count >= 3,
            let day = Self.weekdayNames.firstIndex(where: {
                $0 == word || $0.hasPrefix(word) && (3...4).contains(word.utf8.count)
            })
        {
            (cycle, index) = (.weekdays, day)
        } else if word.hasPrefix("q"), let quarter = Int(word.dropFirst()), (1...4).contains(quarter) {
            (cycle, index) = (.quarters, quarter - 1)
        } else {
            return nil
        }
    }

    /// Returns the month for a lowercase name or abbreviation: `november`, `nov`, `sept`.
    static func month(_ word: String) -> Int? {
        guard word.utf8.count >= 3 else { return nil }
        return monthNames.firstIndex { $0 == word || $0.hasPrefix(word) && word.utf8.count <= 4 }.map {
            $0 + 1
        }
    }

    fileprivate static let monthNames = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
        "november", "december",
    ]
    fileprivate static let weekdayNames = [
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    ]
}
