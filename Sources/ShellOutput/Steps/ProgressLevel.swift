/// How much of a run's work is shown; a key goes from one to the next.
package enum ProgressLevel: Sendable, Hashable, CaseIterable {
    /// Tasks only.
    case tasks
    /// Tasks, and the tool calls and failures inside them.
    case steps
    /// Everything, with arguments and outputs whole.
    case everything

    /// What the key shows next.
    var next: ProgressLevel {
        switch self {
        case .steps: .everything
        case .everything: .tasks
        case .tasks: .steps
        }
    }

    /// What the key showed before, if it was pressed once.
    var previous: ProgressLevel { next.next }

    /// What the key that shows it says.
    var words: String {
        switch self {
        case .tasks: "tasks only"
        case .steps: "steps"
        case .everything: "everything"
        }
    }
}
