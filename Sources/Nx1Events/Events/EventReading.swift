/// Finds the fields of an event under the names that services use: at the top, or one level down in `data`, `payload`
/// or the like.
struct EventReading {
    /// One object's members, looked up by field.
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

    /// The reading without the members inside `data` or `payload`.
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

    /// The first of `fields` that's present and not null.
    func value(_ fields: [EventField]) -> JSONValue? {
        first(fields) { $0 }
    }

    /// The first of `fields` that contains a non-empty string.
    func text(_ fields: [EventField]) -> String? {
        first(fields, Self.filled)
    }

    /// The first of `fields` that contains a non-empty string or a number.
    func scalar(_ fields: [EventField]) -> String? {
        first(fields) { $0.number?.literal ?? Self.filled($0) }
    }

    /// The first of `fields` that contains a name, or an object with one.
    func name(_ fields: [EventField]) -> String? {
        first(fields) { value in
            if let name = Self.filled(value) { return name }
            for key in ["role", "name", "title", "description", "id"] {
                if let name = Self.filled(value[key]) { return name }
            }
            return nil
        }
    }

    /// The progress from 0 to 1. `0.4`, `40` and `"40%"` are the same; `percent: 1` is 0.01, `progress: 1` is 1.
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

/// The member names that events use. One pass over an event finds all of them.
enum EventField: Int, CaseIterable {
    case eventType, type, event, kind
    case message, msg, detail, description, text, content, error, exception, failure
    case data, payload, body
    case agentRole, agent, agentName, agentInfo
    case taskName, task, taskDescription
    case tool, toolName
    case status, state
    case timestamp, time, ts, datetime, createdAt
    case progress, percent, percentage
    case id
    case eventID, parentEventID, startedEventID, emissionSequence, callID, callType
    case toolArguments, arguments, shortArguments, input, inputs, toolInput
    case output, result, response
    case chunk, delta
    case usage, model, tokenUsage
    case flowName, crewName

    /// The fields by their names in JSON.
    static let named: [String: EventField] = [
        "event_type": .eventType, "type": .type, "event": .event, "kind": .kind,
        "message": .message, "msg": .msg, "detail": .detail, "description": .description, "text": .text,
        "content": .content, "error": .error, "exception": .exception, "failure": .failure,
        "data": .data, "payload": .payload, "body": .body,
        "agent_role": .agentRole, "agent": .agent, "agent_name": .agentName, "agent_info": .agentInfo,
        "task_name": .taskName, "task": .task, "task_description": .taskDescription,
        "tool": .tool, "tool_name": .toolName,
        "status": .status, "state": .state,
        "timestamp": .timestamp, "time": .time, "ts": .ts, "datetime": .datetime, "created_at": .createdAt,
        "progress": .progress, "percent": .percent, "percentage": .percentage,
        "id": .id,
        "event_id": .eventID, "parent_event_id": .parentEventID, "started_event_id": .startedEventID,
        "emission_sequence": .emissionSequence, "call_id": .callID,
        "call_type": .callType,
        "tool_args": .toolArguments, "arguments": .arguments, "args": .shortArguments, "input": .input,
        "inputs": .inputs, "tool_input": .toolInput,
        "output": .output, "result": .result, "response": .response,
        "chunk": .chunk, "delta": .delta,
        "usage": .usage, "model": .model, "token_usage": .tokenUsage,
        "flow_name": .flowName, "crew_name": .crewName,
    ]

    /// The fields that may contain another level of fields.
    static let envelopes: [EventField] = [.data, .payload, .body, .event]
}

/// The positions of the fields in an event's object, valid for every object with the same names in the same order.
struct EventShape: Sendable {
    private let keys: [String]
    /// The position of each field's member, starting at 1; 0 if the object lacks the field.
    private let places: [Int32]
    /// The present fields that may contain another level of fields.
    let envelopes: [EventField]

    init(_ object: JSONObject) {
        keys = object.members.map(\.key)
        var places = [Int32](repeating: 0, count: EventField.allCases.count)
        for (place, key) in keys.enumerated() {
            // Of repeated members, the last counts.
            if let field = EventField.named[key] { places[field.rawValue] = Int32(clamping: place + 1) }
        }
        envelopes = EventField.envelopes.filter { places[$0.rawValue] > 0 }
        self.places = places
    }

    /// The position of the field among the members; nil if the object lacks it.
    func place(of field: EventField) -> Int? {
        let place = Int(places[field.rawValue])
        return place == 0 ? nil : place - 1
    }

    func fits(_ object: JSONObject) -> Bool {
        guard keys.count == object.members.count else { return false }
        for (key, member) in zip(keys, object.members) where key != member.key { return false }
        return true
    }
}

/// A cache of the latest event's shapes: most events have the same shapes as the one before.
package struct EventShapes: Sendable {
    var top = Latest()
    /// The shape of the object in `data`, `payload` or the like.
    var inner = Latest()

    package init() {}

    /// The shape of the latest object.
    struct Latest: Sendable {
        private var shape: EventShape?

        mutating func shape(of object: JSONObject) -> EventShape {
            if let shape, shape.fits(object) { return shape }
            let shape = EventShape(object)
            self.shape = shape
            return shape
        }
    }
}
