import Synchronization

/// A run that this session started or took up, by whoever works with it. Its record can be read and changed as long as anybody has
/// it, and from any task.
package final class TrackedRun: Sendable {
    /// 1 for the session's first; `%1` names it.
    package let number: Int
    private let state: Mutex<State>

    private struct State {
        var record: SessionRun
        /// How many are at work with it now.
        var users = 0
    }

    package init(_ record: SessionRun) {
        number = record.number
        state = Mutex(State(record: record))
    }

    /// What is known of it at this moment.
    package var record: SessionRun { state.withLock { $0.record } }

    /// Changes what is known of it, in one step.
    /// - Returns: what `change` returns.
    @discardableResult
    package func update<Value: Sendable>(_ change: (inout SessionRun) -> Value) -> Value {
        state.withLock { change(&$0.record) }
    }

    /// Whether somebody watches it, or it goes on in the background.
    package var isInUse: Bool {
        state.withLock { $0.users > 0 || $0.record.goesOn && $0.record.isInBackground }
    }

    /// Somebody begins to work with it, and says so with ``release()`` when they have done.
    package func retain() { state.withLock { $0.users += 1 } }

    /// Somebody has done with it.
    package func release() { state.withLock { $0.users -= 1 } }
}
