/// One progress event of a run, read as far as it can be understood; the payload is kept whole (`api/README.md`, "Left open",
/// point 2).
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
        let kinds = ["event_type", "type", "event", "kind"]
        kind = reading.outermost.text(kinds) ?? raw.name ?? reading.text(kinds)
        message = reading.message
        agent = reading.name(["agent", "agent_name", "agent_role"])
        task = reading.name(["task", "task_name", "task_description"])
        tool = reading.name(["tool", "tool_name"])
        status = reading.text(["status", "state"])
        timestamp = reading.scalar(["timestamp", "time", "created_at", "ts", "datetime"])
        progress = reading.progress
        id = id ?? reading.outermost.scalar(["id", "event_id"])
    }
}
