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
