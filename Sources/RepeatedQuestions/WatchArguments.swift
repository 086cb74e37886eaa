import ShellInput

/// What a watch does.
package struct WatchPlan: Sendable, Hashable {
    /// A condition that ends a watch.
    package enum Condition: String, Sendable, Hashable, CaseIterable {
        /// An answer that differs from the previous one.
        case changed
        /// Two equal answers in a row.
        case same
    }

    package var interval = WatchInterval.usual
    /// The maximum number of rounds; nil for no limit.
    package var count: Int?
    package var condition: Condition?
    /// Whether unchanged answers are shown, too.
    package var showsAll = false

    package init(
        interval: WatchInterval = .usual, count: Int? = nil, condition: Condition? = nil,
        showsAll: Bool = false
    ) {
        self.interval = interval
        self.count = count
        self.condition = condition
        self.showsAll = showsAll
    }
}

/// The arguments of `:watch`: `[EVERY] [--count N] [--until changed|same] [--all] [LINE]`.
package struct WatchArguments: Sendable, Hashable {
    package private(set) var plan = WatchPlan()
    /// The line to repeat, as typed; nil if there is none.
    package private(set) var line: String?

    /// Whether EVERY was given.
    private var hasInterval = false

    /// Parses arguments. LINE starts at the first word that is neither EVERY nor an option, or after `--`.
    /// - Throws: ``WatchRefusal`` if an interval, a number or an option is invalid or given twice.
    package init(_ arguments: String) throws(WatchRefusal) {
        var words = ArgumentWord.words(of: arguments)[...]
        while let word = words.first {
            let isOption = word.isQuoted ? false : try takeOption(from: &words)
            if !isOption {
                line = String(arguments[word.range.lowerBound...])
                return
            }
            if word.text == "--" {
                line = words.first.map { String(arguments[$0.range.lowerBound...]) }
                return
            }
        }
    }

    /// Parses an option or EVERY at the start of the words.
    /// - Returns: whether there was one.
    private mutating func takeOption(from words: inout ArraySlice<ArgumentWord>) throws(WatchRefusal) -> Bool
    {
        guard let word = words.first?.text else { return false }
        switch word {
        case "--": words.removeFirst()
        case "--all":
            if plan.showsAll { throw Self.twice(word) }
            plan.showsAll = true
            words.removeFirst()
        case "--count":
            if plan.count != nil { throw Self.twice(word) }
            plan.count = try Self.count(Self.value(in: &words))
        case "--until":
            if plan.condition != nil { throw Self.twice(word) }
            plan.condition = try Self.condition(Self.value(in: &words))
        default: return try takeInterval(from: &words)
        }
        return true
    }

    private mutating func takeInterval(from words: inout ArraySlice<ArgumentWord>) throws(WatchRefusal)
        -> Bool
    {
        guard let word = words.first?.text else { return false }
        let interval: WatchInterval
        var length = 1
        if word == "at", let time = words.dropFirst().first, !time.isQuoted, WatchInterval.isTime(time.text) {
            interval = try .daily(at: time.text)
            length = 2
        } else if WatchInterval.isDuration(word) {
            guard let duration = try WatchInterval.duration(word) else { throw Self.noInterval(word) }
            interval = duration
        } else if word.hasPrefix("-"), word.count > 1 {
            throw WatchRefusal(
                "Unknown option \"\(word)\" for :watch. The options are --count, --until and --all. "
                    + "Put -- before a question that begins with a dash.")
        } else {
            return false
        }
        if hasInterval {
            throw WatchRefusal("The interval is given twice. Put -- before a question that begins with one.")
        }
        hasInterval = true
        plan.interval = interval
        words.removeFirst(length)
        return true
    }

    /// The value after the option at the start of the words.
    private static func value(in words: inout ArraySlice<ArgumentWord>) throws(WatchRefusal) -> String {
        let option = words.removeFirst().text
        guard let value = words.popFirst() else {
            throw WatchRefusal(OptionMessages.missingValue(of: option))
        }
        return value.text
    }

    private static func count(_ text: String) throws(WatchRefusal) -> Int {
        guard let count = Int(text), count > 0 else {
            throw WatchRefusal(OptionMessages.invalidCount(text, of: "--count"))
        }
        return count
    }

    private static func condition(_ text: String) throws(WatchRefusal) -> WatchPlan.Condition {
        guard let condition = WatchPlan.Condition(rawValue: text) else {
            throw WatchRefusal("--until must be \"changed\" or \"same\", not \"\(text)\".")
        }
        return condition
    }

    private static func twice(_ option: String) -> WatchRefusal {
        WatchRefusal(OptionMessages.givenTwice(option))
    }

    private static func noInterval(_ word: String) -> WatchRefusal {
        WatchRefusal(
            "\"\(word)\" isn't an interval. Use a whole number with a unit, such as 30s, 10m, 2h or 1d. "
                + "Put -- before a question that begins with a number.")
    }
}
