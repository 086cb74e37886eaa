package import Nx1Events
import Synchronization

/// The steps of one run while it is watched, shared by the task that reads its events and those that show them.
package final class WatchedSteps: Sendable {
    private let steps = Mutex(RunSteps())

    package init() {}

    /// Adds an event.
    /// - Parameter arrival: when it came, since the run began.
    package func add(_ event: CrewEvent, at arrival: Duration) {
        steps.withLock { $0.add(event, at: arrival) }
    }

    /// The run has ended: none of its steps is at work any more.
    package func end(hasFailed: Bool) {
        steps.withLock { $0.end(hasFailed: hasFailed) }
    }

    /// How many steps there are.
    package var count: Int { read { $0.count } }

    /// Whether nothing has come yet.
    package var isEmpty: Bool { read { $0.isEmpty } }

    /// Reads from the steps as they are at this moment.
    package func read<Value>(_ body: (borrowing RunSteps) -> Value) -> Value {
        steps.withLock { body($0) }
    }

    /// A copy of the steps as they are at this moment.
    package var current: RunSteps { steps.withLock { $0 } }
}
