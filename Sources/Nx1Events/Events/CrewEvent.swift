/// A progress event of a run, parsed as far as possible, with its whole payload (`api/README.md`, "Left open", point
/// 2).
///
/// CrewAI's shapes take precedence (`api/events/README.md`); the names of other services are supported too. Every
/// property except ``index`` and ``payload`` is nil if the event doesn't have it. Copying an event costs no more than
/// copying a reference.
public struct CrewEvent: Sendable, Hashable {
    /// The payload of an event.
    public enum Payload: Sendable, Hashable {
        /// JSON, usually an object.
        case json(JSONValue)
        /// Any other text, with invalid UTF-8 replaced.
        case text(String)
    }

    private let contents: Shared<Contents>

    /// The position in the run, starting at 0.
    public var index: Int { contents.value.index }
    /// The id that the service assigned.
    public var id: String? { contents.value.id }
    /// The kind of event, such as `tool_usage_started`.
    public var kind: String? { contents.value.kind }
    /// The text for people.
    public var message: String? { contents.value.message }
    /// The agent that the event is about.
    public var agent: String? { contents.value.agent }
    /// The task it works on.
    public var task: String? { contents.value.task }
    /// The tool it uses.
    public var tool: String? { contents.value.tool }
    /// The status.
    public var status: String? { contents.value.status }
    /// When it happened, as the service wrote it.
    public var timestamp: String? { contents.value.timestamp }
    /// The progress of the run, from 0 to 1.
    public var progress: Double? { contents.value.progress }

    /// CrewAI's id of the event (`event_id`).
    public var eventID: String? { contents.value.eventID }
    /// The id of the event that started the enclosing step (`parent_event_id`).
    public var parentID: String? { contents.value.parentID }
    /// The id of the event that started the step that this ends (`started_event_id`).
    public var startedID: String? { contents.value.startedID }
    /// The position in CrewAI's order of emission (`emission_sequence`), starting at 1; two events may share one.
    public var sequence: Int? { contents.value.sequence }
    /// The arguments of a tool; JSON in a string is parsed.
    public var arguments: JSONValue? { contents.value.arguments }
    /// The output of the step that this ends.
    public var output: JSONValue? { contents.value.output }
    /// The error of a failure.
    public var error: String? { contents.value.error }
    /// A piece of the model's text (`chunk`), a few characters long.
    public var piece: String? { contents.value.piece }
    /// The id of the model call that a piece belongs to (`call_id`).
    public var callID: String? { contents.value.callID }
    /// The tokens used by a model call (`usage`).
    public var tokens: TokenUsage? { contents.value.tokens }
    /// The name of the crew, flow or model.
    public var subjectName: String? { contents.value.subjectName }

    /// The whole payload.
    public var payload: Payload { contents.value.payload }

    /// Parses `raw`, the run's event at position `index`, counted from 0. Never fails.
    public init(_ raw: RawEvent, index: Int) {
        var shapes = EventShapes()
        self.init(raw, index: index, &shapes)
    }

    /// Parses one of many events.
    /// - Parameter shapes: the shapes of earlier events.
    init(_ raw: RawEvent, index: Int, _ shapes: inout EventShapes) {
        contents = Shared(Contents(raw, index: index, &shapes))
    }
}

/// A value stored once, however often it's copied.
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
            // The pieces of a native function call are its arguments, which the tool's own event contains in full.
            let isCall = reading.text([.callType]) == "tool_call"
            piece = isCall ? nil : reading.value([.chunk, .delta])?.string
            tokens = reading.value([.usage, .tokenUsage]).flatMap { TokenUsage($0) }
            subjectName = reading.text([.crewName, .flowName, .model])
        }
    }
}

extension JSONValue {
    /// The parsed value of a string that contains a JSON object or array; otherwise the value itself.
    var readAsText: JSONValue {
        guard let text = string, let first = text.utf8.first(where: { $0 > 0x20 }), "{[".utf8.contains(first),
            let value = try? JSONValue(parsing: text)
        else { return self }
        return value
    }
}

extension CrewEvent {
    /// Whether the event says that the whole crew has ended, not just an agent, a task or a tool.
    public var isTerminal: Bool { terminalStatus != nil }

    /// How the whole crew has ended, `completed` or `failed`, if the event says that it has. The result takes
    /// precedence.
    public var terminalStatus: CrewRunStatusEnum? { terminalStatus(KindEnding(EventKind(kind))) }

    /// ``terminalStatus``, with the kind's meaning already looked up.
    /// - Parameter words: the meaning of the event's kind.
    func terminalStatus(_ words: KindEnding) -> CrewRunStatusEnum? {
        // A flow inside an agent, or inside another step, isn't the whole crew.
        if words.isFlow, parentID != nil || subjectName == "AgentExecutor" { return nil }
        if let status = words.ofWhole { return status }
        if agent != nil || task != nil || tool != nil { return nil }
        return words.ofAny ?? status.flatMap(words.ending(by:))
    }
}

extension CrewEvent {
    /// A one-line summary, such as "Data Analyst · run_sql · Counting late orders". Never empty. It contains text of
    /// the service, so escape it for a terminal.
    public var summary: String {
        var parts = [agent, tool].compactMap(\.self)
        if let message {
            // Many messages start with the agent's name.
            parts.removeAll { message.hasPrefix($0) }
            parts.append(message)
        } else {
            parts += [task, kindInWords, status, progress.map { "\(Int(($0 * 100).rounded()))%" }].compactMap(
                \.self)
        }
        let line = OneLine(parts.joined(separator: " · "), limit: 300).text
        return line.isEmpty ? beginning : line
    }

    /// The words of `tool_usage_started` or `ToolUsageStartedEvent`.
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
