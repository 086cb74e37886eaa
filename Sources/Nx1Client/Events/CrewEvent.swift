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
