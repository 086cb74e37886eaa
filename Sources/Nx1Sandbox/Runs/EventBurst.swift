/// Made-up progress events between two events of the script, all at one moment: `task_input.events`.
///
/// They exist only as a count; each is made when it is sent.
struct EventBurst: Sendable {
    static let kind = "task_progress"

    /// How many events of the script come first.
    let position: Int
    let count: Int
    /// Seconds after the run's start, at speed 1.
    let offset: Double
}
