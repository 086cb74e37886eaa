/// One progress event of a run, read as far as it can be understood; the payload is kept whole (`api/README.md`, "Left open",
/// point 2).
///
/// Real CrewAI's shapes are the first that are read (`api/events/README.md`); the names of other services are found too. Every
/// member but ``index`` and ``payload`` is nil where the event doesn't have it.
public struct CrewEvent: Sendable, Hashable {
    /// What came with the event.
    public enum Payload: Sendable, Hashable {
        /// JSON, usually an object.
        case json(JSONValue)
        /// Anything else, with bytes that are not UTF-8 replaced.
        case text(String)
    }

    /// Its place in the run, from 0.
    public var index: Int
    /// The id the service gave it.
    public var id: String?
    /// What kind of event it says it is, such as `tool_usage_started`.
    public var kind: String?
    /// Its text for people.
    public var message: String?
    /// The agent at work.
    public var agent: String?
    /// The task it works on.
    public var task: String?
    /// The tool it uses.
    public var tool: String?
    /// A status word.
    public var status: String?
    /// When it happened, as the service wrote it.
    public var timestamp: String?
    /// How far the run has come, from 0 to 1.
    public var progress: Double?

    /// CrewAI's id of the event (`event_id`).
    public var eventID: String?
    /// The event that began what this is a part of (`parent_event_id`).
    public var parentID: String?
    /// The event that began what this ends (`started_event_id`).
    public var startedID: String?
    /// Its place in the order in which CrewAI emitted the run's events (`emission_sequence`), from 1; two may have the same.
    public var sequence: Int?
    /// What a tool was given: the JSON that CrewAI wrote as a text is read.
    public var arguments: JSONValue?
    /// What came out of what it ends.
    public var output: JSONValue?
    /// Why something failed.
    public var error: String?
    /// The piece of the model's text that it carries (`chunk`), a few characters.
    public var piece: String?
    /// The model call that a piece belongs to (`call_id`).
    public var callID: String?
    /// The tokens that a model call took (`usage`).
    public var tokens: TokenUsage?
    /// The name of the crew, flow or model that it is about.
    public var subjectName: String?

    /// Everything that came.
    public var payload: Payload

    /// Reads `raw`, the run's event number `index`, counted from 0. Nothing is refused.
    public init(_ raw: RawEvent, index: Int) {
        self.index = index
        id = raw.id
        guard let json = try? JSONValue(parsing: raw.payload) else {
            let text = String(decoding: raw.payload, as: UTF8.self)
            payload = .text(text)
            kind = raw.name
            message = text.allSatisfy(\.isWhitespace) ? nil : text
            return
        }
        payload = .json(json)
        let reading = EventReading(json)
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

extension JSONValue {
    /// Of a string that is the JSON text of an object or a list, that value; of anything else, itself.
    var readAsText: JSONValue {
        guard let text = string, let first = text.utf8.first(where: { $0 > 0x20 }), "{[".utf8.contains(first),
            let value = try? JSONValue(parsing: text)
        else { return self }
        return value
    }
}
