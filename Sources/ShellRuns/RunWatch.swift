import Nx1Client
import Nx1Events
import Nx1Values
import ShellOutput
import Synchronization

/// What is seen of one run while it works: hands each event on, and knows, when the watching is cut short, how far it came.
final class RunWatch: Sendable {
    struct State {
        var correlationID: String
        var isAccepted: Bool
        var events = 0
    }

    private let observer: RunObserver
    private let began: ContinuousClock.Instant
    private let mutableState: Mutex<State>

    init(_ run: SessionRun, _ observer: RunObserver) {
        self.observer = observer
        began = run.began
        mutableState = Mutex(State(correlationID: run.correlationID, isAccepted: run.isAccepted))
    }

    var state: State { mutableState.withLock { $0 } }

    /// What has happened so far.
    var steps: WatchedSteps { observer.steps }

    /// The service has taken the request, and calls the run by `id`.
    func accept(_ id: String) {
        mutableState.withLock { state in
            state.correlationID = id
            state.isAccepted = true
        }
    }

    private func see(_ event: CrewEvent) throws {
        let id = mutableState.withLock { state in
            state.events += 1
            state.isAccepted = true
            return state.correlationID
        }
        steps.add(event, at: .now - began)
        try observer.sawEvent(event, id)
    }

    /// Watches the run to its end.
    func follow(_ nx1: Nx1, patience: Duration) async throws -> CrewResult {
        for try await update in nx1.updates(of: state.correlationID, patience: patience) {
            switch update {
            case .event(let event): try see(event)
            case .ended(let result):
                steps.end(hasFailed: result.failure != nil)
                return result
            }
        }
        throw CancellationError()
    }
}

/// A run that this session started or took up, by whoever works with it. Its record can be read and changed as long as anybody has
/// it, and from any task.
package final class TrackedRun: Sendable {
    /// 1 for the session's first; `%1` names it.
    package var number: Int { state.withLock { $0.record.number } }
    private let state: Mutex<State>

    private struct State {
        var record: SessionRun
        /// How many are at work with it now.
        var users = 0
    }

    package init(_ record: SessionRun) {
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
