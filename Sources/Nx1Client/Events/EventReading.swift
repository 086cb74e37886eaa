/// Finds what an event says under the names that services use for it: at the top, or one level down in `data`, `payload`
/// or the like.
struct EventReading {
    private let whole: JSONValue
    private let levels: [JSONObject]

    init(_ json: JSONValue) {
        whole = json
        var levels: [JSONObject] = []
        if let top = json.object {
            levels.append(top)
            for (key, value) in top where ["data", "payload", "body", "event"].contains(key) {
                if let inner = value.object { levels.append(inner) }
            }
        }
        self.levels = levels
    }

    private init(_ whole: JSONValue, levels: [JSONObject]) {
        self.whole = whole
        self.levels = levels
    }

    /// The same without what is inside `data` or `payload`.
    var outermost: EventReading {
        EventReading(whole, levels: Array(levels.prefix(1)))
    }

    /// The text for people.
    var message: String? {
        text(["message", "msg", "detail", "description", "text", "content"])
            ?? first(["message"]) { Self.filled($0["content"] ?? $0["text"]) }
            ?? first(["error", "exception"]) { Self.filled($0) ?? Self.filled($0["message"] ?? $0["detail"]) }
            ?? outermost.text(["data", "payload", "body"])
            ?? Self.filled(whole)
    }

    /// The first of `keys` that holds a text that isn't empty.
    func text(_ keys: [String]) -> String? {
        first(keys, Self.filled)
    }

    /// The same, and numbers count.
    func scalar(_ keys: [String]) -> String? {
        first(keys) { $0.number?.literal ?? Self.filled($0) }
    }

    /// The first of `keys` that holds a name, or an object that has one.
    func name(_ keys: [String]) -> String? {
        first(keys) { value in
            if let name = Self.filled(value) { return name }
            for key in ["role", "name", "title", "description", "id"] {
                if let name = Self.filled(value[key]) { return name }
            }
            return nil
        }
    }

    /// A share from 0 to 1. `0.4`, `40` and `"40%"` are the same; `percent: 1` is a hundredth, `progress: 1` the whole.
    var progress: Double? {
        first(["progress"]) { Self.share($0, isPercent: false) }
            ?? first(["percent", "percentage"]) { Self.share($0, isPercent: $0.int != nil) }
    }

    private static func share(_ value: JSONValue, isPercent: Bool) -> Double? {
        var isPercent = isPercent
        var number = value.double
        if let text = value.string {
            let digits = text.filter { !$0.isWhitespace }
            isPercent = isPercent || digits.hasSuffix("%")
            number = Double(digits.hasSuffix("%") ? digits.dropLast() : digits[...])
        }
        guard let number else { return nil }
        let share = isPercent || number > 1 ? number / 100 : number
        return (0...1).contains(share) ? share : nil
    }

    private static func filled(_ value: JSONValue?) -> String? {
        guard let text = value?.string, !text.allSatisfy(\.isWhitespace) else { return nil }
        return text
    }

    private func first<Found>(_ keys: [String], _ read: (JSONValue) -> Found?) -> Found? {
        for level in levels {
            for key in keys {
                if let value = level[key], let found = read(value) { return found }
            }
        }
        return nil
    }
}
