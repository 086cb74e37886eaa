/// One event of a run: when, and what.
struct PlannedEvent: Sendable {
    enum Content: Sendable {
        /// A JSON object about the crew's work.
        case report(EventReport)
        /// Bytes that are sent as they are, on one line.
        case line([UInt8])
        /// An event without any data: in Server-Sent Events a `data` line without a colon.
        case nothing
    }

    /// CrewAI's name of the event, such as `tool_usage_started`.
    let kind: String
    /// Seconds after the run's start, at speed 1.
    let offset: Double
    let content: Content
}

/// What an event says about the crew's work.
struct EventReport: Sendable {
    var agent: String?
    var task: String?
    var tool: String?
    var message: String
    var status = "running"
    /// How far the run is, 0 to 1.
    var progress: Double
    /// Bytes of filling after the message.
    var filling = 0
}
