/// Finds what an event says under the names that services use for it: at the top, or one level down in `data`, `payload`
/// or the like.
struct EventReading {
    /// One object's members, each found by the number of its name.
    private struct Level {
        let object: JSONObject
        let shape: EventShape

        subscript(_ field: EventField) -> JSONValue? {
            guard let place = shape.place(of: field) else { return nil }
            let value = object.members[place].value
            return value.isNull ? nil : value
        }
    }

    private let whole: JSONValue
    private let levels: [Level]

    /// - Parameter shapes: the shapes of earlier events.
    init(_ json: JSONValue, _ shapes: inout EventShapes) {
        whole = json
        guard let object = json.object else {
            levels = []
            return
        }
        let top = Level(object: object, shape: shapes.top.shape(of: object))
        let envelopes = top.shape.envelopes.compactMap { top[$0]?.object }
        levels = [top] + envelopes.map { Level(object: $0, shape: shapes.inner.shape(of: $0)) }
    }

    private init(_ whole: JSONValue, levels: [Level]) {
        self.whole = whole
        self.levels = levels
    }

    /// The same without what is inside `data` or `payload`.
    var outermost: EventReading {
        levels.count < 2 ? self : EventReading(whole, levels: Array(levels.prefix(1)))
    }

    /// The text for people.
    var message: String? {
        text([.message, .msg, .detail, .description, .text, .content])
            ?? first([.message]) { Self.filled($0["content"] ?? $0["text"]) }
            ?? error
            ?? outermost.text([.data, .payload, .body])
            ?? Self.filled(whole)
    }

    /// Why something failed.
    var error: String? {
        first([.error, .exception, .failure]) {
            Self.filled($0) ?? Self.filled($0["message"] ?? $0["detail"])
        }
    }

    /// The first of `fields` that is there and not null.
    func value(_ fields: [EventField]) -> JSONValue? {
        first(fields) { $0 }
    }

    /// The first of `fields` that holds a text that isn't empty.
    func text(_ fields: [EventField]) -> String? {
        first(fields, Self.filled)
    }

    /// The same, and numbers count.
    func scalar(_ fields: [EventField]) -> String? {
        first(fields) { $0.number?.literal ?? Self.filled($0) }
    }

    /// The first of `fields` that holds a name, or an object that has one.
    func name(_ fields: [EventField]) -> String? {
        first(fields) { value in
            if let name = Self.filled(value) { return name }
            for key in ["role", "name", "title", "description", "id"] {
                if let name = Self.filled(value[key]) { return name }
            }
            return nil
        }
    }

    /// A share from 0 to 1. `0.4`, `40` and `"40%"` are the same; `percent: 1` is a hundredth, `progress: 1` the whole.
    var progress: Double? {
        first([.progress]) { Self.share($0, isPercent: false) }
            ?? first([.percent, .percentage]) { Self.share($0, isPercent: $0.int != nil) }
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
        guard let text = value?.string, !text.isBlank else { return nil }
        return text
    }

    private func first<Found>(_ fields: [EventField], _ read: (JSONValue) -> Found?) -> Found? {
        for level in levels {
            for field in fields {
                if let value = level[field], let found = read(value) { return found }
            }
        }
        return nil
    }
}

extension String {
    /// Whether the text is empty or all white space. Checks the first byte before it consults the Unicode tables.
    var isBlank: Bool {
        if let first = utf8.first, (0x21...0x7E).contains(first) { return false }
        return allSatisfy(\.isWhitespace)
    }
}
