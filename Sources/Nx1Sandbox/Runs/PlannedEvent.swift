/// One event of a run: when, and what.
struct PlannedEvent: Sendable {
    enum Content: Sendable {
        /// As CrewAI has it.
        case crewAI(CrewAIEvent)
        /// A JSON object that says in words what happens: the scenario `plain`.
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

    /// The event, if it is as CrewAI has it.
    var crewAI: CrewAIEvent? {
        if case .crewAI(let event) = content { event } else { nil }
    }
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

/// Made-up progress events between two events of the script, all at one moment: `task_input.events`.
///
/// They exist only as a count; each is made when it is sent.
struct EventBurst: Sendable {
    /// Of a piece of what a model writes, and of a service that says in words what happens.
    static let pieceKind = "llm_stream_chunk"
    private static let plainKind = "task_progress"

    /// How many events of the script come first.
    let position: Int
    let count: Int
    /// Seconds after the run's start, at speed 1.
    let offset: Double
    /// Where CrewAI's events of it belong: the piece that comes after them.
    let ofCrewAI: CrewAIEvent?

    var kind: String { ofCrewAI == nil ? Self.plainKind : Self.pieceKind }
}
