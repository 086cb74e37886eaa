import Nx1Client
import Nx1Events
import Nx1Values
import ShellOutput
import Synchronization

/// Watches one run: passes events on, and knows how far it got if watching is cut short.
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

    /// The steps so far.
    var steps: WatchedSteps { observer.steps }

    /// Records that the service has accepted the request and named the run `id`.
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

/// A run that this session started or looked up, shared by everything that works with it. Its record can be read and
/// changed from any task.
package final class TrackedRun: Sendable {
    /// The run's number in the session, starting at 1; `%1` refers to it.
    package var number: Int { state.withLock { $0.record.number } }
    private let state: Mutex<State>

    private struct State {
        var record: SessionRun
        /// The number of current users of the run.
        var users = 0
    }

    package init(_ record: SessionRun) {
        state = Mutex(State(record: record))
    }

    /// A copy of the record.
    package var record: SessionRun { state.withLock { $0.record } }

    /// Changes the record atomically.
    /// - Returns: the value that `change` returns.
    @discardableResult
    package func update<Value: Sendable>(_ change: (inout SessionRun) -> Value) -> Value {
        state.withLock { change(&$0.record) }
    }

    /// Whether the run is being watched, or runs in the background.
    package var isInUse: Bool {
        state.withLock { $0.users > 0 || $0.record.goesOn && $0.record.isInBackground }
    }

    /// Registers a user of the run, who calls ``release()`` when done.
    package func retain() { state.withLock { $0.users += 1 } }

    /// Removes a user of the run.
    package func release() { state.withLock { $0.users -= 1 } }
}
