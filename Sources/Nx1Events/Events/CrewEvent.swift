/// One progress event of a run, read as far as it can be understood; the payload is kept whole (`api/README.md`, "Left open",
/// point 2).
///
/// Real CrewAI's shapes are the first that are read (`api/events/README.md`); the names of other services are found too. Every
/// member but ``index`` and ``payload`` is nil where the event doesn't have it. A copy costs no more than a reference.
public struct CrewEvent: Sendable, Hashable {
    /// What came with the event.
    public enum Payload: Sendable, Hashable {
        /// JSON, usually an object.
        case json(JSONValue)
        /// Anything else, with bytes that are not UTF-8 replaced.
        case text(String)
    }

    private let contents: Shared<Contents>

    /// Its place in the run, from 0.
    public var index: Int { contents.value.index }
    /// The id the service gave it.
    public var id: String? { contents.value.id }
    /// What kind of event it says it is, such as `tool_usage_started`.
    public var kind: String? { contents.value.kind }
    /// Its text for people.
    public var message: String? { contents.value.message }
    /// The agent at work.
    public var agent: String? { contents.value.agent }
    /// The task it works on.
    public var task: String? { contents.value.task }
    /// The tool it uses.
    public var tool: String? { contents.value.tool }
    /// A status word.
    public var status: String? { contents.value.status }
    /// When it happened, as the service wrote it.
    public var timestamp: String? { contents.value.timestamp }
    /// How far the run has come, from 0 to 1.
    public var progress: Double? { contents.value.progress }

    /// CrewAI's id of the event (`event_id`).
    public var eventID: String? { contents.value.eventID }
    /// The event that began what this is a part of (`parent_event_id`).
    public var parentID: String? { contents.value.parentID }
    /// The event that began what this ends (`started_event_id`).
    public var startedID: String? { contents.value.startedID }
    /// Its place in the order in which CrewAI emitted the run's events (`emission_sequence`), from 1; two may have the same.
    public var sequence: Int? { contents.value.sequence }
    /// What a tool was given: the JSON that CrewAI wrote as a text is read.
    public var arguments: JSONValue? { contents.value.arguments }
    /// What came out of what it ends.
    public var output: JSONValue? { contents.value.output }
    /// Why something failed.
    public var error: String? { contents.value.error }
    /// The piece of the model's text that it carries (`chunk`), a few characters.
    public var piece: String? { contents.value.piece }
    /// The model call that a piece belongs to (`call_id`).
    public var callID: String? { contents.value.callID }
    /// The tokens that a model call took (`usage`).
    public var tokens: TokenUsage? { contents.value.tokens }
    /// The name of the crew, flow or model that it is about.
    public var subjectName: String? { contents.value.subjectName }

    /// Everything that came.
    public var payload: Payload { contents.value.payload }

    /// Reads `raw`, the run's event number `index`, counted from 0. Nothing is refused.
    public init(_ raw: RawEvent, index: Int) {
        var shapes = EventShapes()
        self.init(raw, index: index, &shapes)
    }

    /// The same, as one of many.
    /// - Parameter shapes: the shapes of earlier events.
    init(_ raw: RawEvent, index: Int, _ shapes: inout EventShapes) {
        contents = Shared(Contents(raw, index: index, &shapes))
    }
}

/// A value that is stored once, however often it is copied.
final class Shared<Value: Sendable>: Sendable {
    let value: Value

    init(_ value: Value) { self.value = value }
}

extension Shared: Equatable where Value: Equatable {
    static func == (one: Shared, other: Shared) -> Bool { one === other || one.value == other.value }
}

extension Shared: Hashable where Value: Hashable {
    func hash(into hasher: inout Hasher) { hasher.combine(value) }
}

extension CrewEvent {
    /// The members of a ``CrewEvent``, stored once for all of its copies.
    struct Contents: Sendable, Hashable {
        var index: Int
        var id: String?
        var kind: String?
        var message: String?
        var agent: String?
        var task: String?
        var tool: String?
        var status: String?
        var timestamp: String?
        var progress: Double?
        var eventID: String?
        var parentID: String?
        var startedID: String?
        var sequence: Int?
        var arguments: JSONValue?
        var output: JSONValue?
        var error: String?
        var piece: String?
        var callID: String?
        var tokens: TokenUsage?
        var subjectName: String?
        var payload: Payload

        /// - Parameter shapes: the shapes of earlier events.
        init(_ raw: RawEvent, index: Int, _ shapes: inout EventShapes) {
            self.index = index
            id = raw.id
            guard let json = try? JSONValue(parsing: raw.payload) else {
                let text = String(decoding: raw.payload, as: UTF8.self)
                payload = .text(text)
                kind = raw.name
                message = text.isBlank ? nil : text
                return
            }
            payload = .json(json)
            let reading = EventReading(json, &shapes)
            let outermost = reading.outermost
            let kinds: [EventField] = [.eventType, .type, .event, .kind]
            kind = outermost.text(kinds) ?? raw.name ?? reading.text(kinds)
            message = reading.message
            agent = reading.name([.agentRole, .agent, .agentName, .agentInfo])
            task = reading.name([.taskName, .task, .taskDescription])
            tool = reading.name([.tool, .toolName])
            status = reading.text([.status, .state])
            timestamp = reading.scalar([.timestamp, .time, .createdAt, .ts, .datetime])
            progress = reading.progress
            id = id ?? outermost.scalar([.id, .eventID])
            readLinks(reading)
            readContents(reading)
        }

        private mutating func readLinks(_ reading: EventReading) {
            eventID = reading.text([.eventID])
            parentID = reading.text([.parentEventID])
            startedID = reading.text([.startedEventID])
            sequence = reading.value([.emissionSequence])?.int
            callID = reading.text([.callID])
        }

        private mutating func readContents(_ reading: EventReading) {
            arguments =
                reading.value([
                    .toolArguments, .arguments, .shortArguments, .toolInput, .input, .inputs,
                ])?.readAsText
            output = reading.value([.output, .result, .response])
            error = reading.error
            // The pieces of a native function call are its arguments, which the tool's own event has whole.
            let isCall = reading.text([.callType]) == "tool_call"
            piece = isCall ? nil : reading.value([.chunk, .delta])?.string
            tokens = reading.value([.usage, .tokenUsage]).flatMap { TokenUsage($0) }
            subjectName = reading.text([.crewName, .flowName, .model])
        }
    }
}

extension JSONValue {
    /// Of a string that is the JSON text of an object or a list, that value; of anything else, itself.
    var readAsText: JSONValue {
        guard let text = string, let first = text.utf8.first(where: { $0 > 0x20 }), "{[".utf8.contains(first),
            let value = try? JSONValue(parsing: text)
        else { return self }
        return value
    }
}

extension CrewEvent {
    /// Whether it says that the whole crew has ended, not just an agent, a task or a tool.
    public var isTerminal: Bool { terminalStatus != nil }

    /// How the whole crew has ended, `completed` or `failed`, if this says that it has. The result has the last word.
    public var terminalStatus: CrewRunStatusEnum? { terminalStatus(KindEnding(EventKind(kind))) }

    /// The same.
    /// - Parameter words: what the words of its kind say.
    func terminalStatus(_ words: KindEnding) -> CrewRunStatusEnum? {
        // The flow that CrewAI runs inside an agent, or another that is part of something.
        if words.isFlow, parentID != nil || subjectName == "AgentExecutor" { return nil }
        if let status = words.ofWhole { return status }
        if agent != nil || task != nil || tool != nil { return nil }
        return words.ofAny ?? status.flatMap(words.ending(by:))
    }
}

extension CrewEvent {
    /// What happens, on one line, such as "Data Analyst · run_sql · Counting late orders". Never empty. It is the service's
    /// text: a terminal should not be given it as it is.
    public var summary: String {
        var parts = [agent, tool].compactMap(\.self)
        if let message {
            // Many messages begin with the agent's name.
            parts.removeAll { message.hasPrefix($0) }
            parts.append(message)
        } else {
            parts += [task, kindInWords, status, progress.map { "\(Int(($0 * 100).rounded()))%" }].compactMap(
                \.self)
        }
        let line = OneLine(parts.joined(separator: " · "), limit: 300).text
        return line.isEmpty ? beginning : line
    }

    /// `tool_usage_started` and `ToolUsageStartedEvent` as people write it.
    private var kindInWords: String? {
        let words = EventKind(kind).words.joined(separator: " ")
        return words.isEmpty ? kind : words
    }

    private var beginning: String {
        let text =
            switch payload {
            case .json(let value): OneLine(value.serialized(), limit: 100).text
            case .text(let text): OneLine(text, limit: 100).text
            }
        return text.isEmpty ? "(empty event)" : text
    }
}
