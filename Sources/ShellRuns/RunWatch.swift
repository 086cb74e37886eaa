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
