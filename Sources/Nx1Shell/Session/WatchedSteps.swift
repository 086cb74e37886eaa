import Nx1Client
import RunJournal
import Synchronization

/// The steps of one run while it is watched, shared by the task that reads its events and those that show them.
final class WatchedSteps: Sendable {
    private let steps = Mutex(RunSteps())

    /// Adds an event.
    /// - Parameter arrival: when it came, since the run began.
    func add(_ event: CrewEvent, at arrival: Duration) {
        steps.withLock { $0.add(event, at: arrival) }
    }

    /// The run has ended: none of its steps is at work any more.
    func end(hasFailed: Bool) {
        steps.withLock { $0.end(hasFailed: hasFailed) }
    }

    /// How many steps there are.
    var count: Int { read { $0.count } }

    /// Whether nothing has come yet.
    var isEmpty: Bool { read { $0.isEmpty } }

    /// Reads from the steps as they are at this moment.
    func read<Value>(_ body: (borrowing RunSteps) -> Value) -> Value {
        steps.withLock { body($0) }
    }

    /// A copy of the steps as they are at this moment.
    var current: RunSteps { steps.withLock { $0 } }

    /// The number of steps that people see at the usual level: tasks, agents that don't share a task's row, tool calls, model
    /// calls that failed, and a service's messages.
    var rowCount: Int { StoredSteps(current.steps).rowCount }
}

extension StoredSteps {
    /// The number of steps that people see at the usual level.
    var rowCount: Int { StepOutline(steps, level: .steps).lines.count }
}
