/// A planned event of a run: its time and content.
struct PlannedEvent: Sendable {
    enum Content: Sendable {
        /// An event in CrewAI's form.
        case crewAI(CrewAIEvent)
        /// A JSON object that describes in words what happens: the scenario `plain`.
        case report(EventReport)
        /// Bytes that are sent unchanged, on one line.
        case line([UInt8])
        /// An event without data: in Server-Sent Events, a `data` line without a colon.
        case nothing
    }

    /// CrewAI's name of the event, such as `tool_usage_started`.
    let kind: String
    /// Seconds after the run's start, at speed 1.
    let offset: Double
    let content: Content

    /// The event, if it is in CrewAI's form.
    var crewAI: CrewAIEvent? {
        if case .crewAI(let event) = content { event } else { nil }
    }
}

/// The description of a crew's work in an event.
struct EventReport: Sendable {
    var agent: String?
    var task: String?
    var tool: String?
    var message: String
    var status = "running"
    /// The progress of the run, 0 to 1.
    var progress: Double
    /// The number of filler bytes after the message.
    var filling = 0
}

/// Extra progress events between two events of the script, all at the same time: `task_input.events`.
///
/// Only their count is stored; each is created when it is sent.
struct EventBurst: Sendable {
    /// The kinds of event: a chunk of model output, or a description in words.
    static let pieceKind = "llm_stream_chunk"
    private static let plainKind = "task_progress"

    /// The number of script events before the burst.
    let position: Int
    let count: Int
    /// Seconds after the run's start, at speed 1.
    let offset: Double
    /// The CrewAI event that the burst imitates: the next chunk of the script.
    let ofCrewAI: CrewAIEvent?

    var kind: String { ofCrewAI == nil ? Self.plainKind : Self.pieceKind }
}
