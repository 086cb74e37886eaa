import Nx1Client
import ShellOutput
import Synchronization

/// What is seen of one run while it works: shows progress, writes the record of events, and knows, when the watching is cut
/// short, how far it came.
final class RunWatch: Sendable {
    struct State {
        var correlationID: String
        var isAccepted: Bool
        var events = 0
    }

    /// What has happened so far.
    let steps: WatchedSteps
    private let line: Int?
    private let display: ProgressDisplay
    private let record: ByteSink?
    private let began: ContinuousClock.Instant
    private let mutableState: Mutex<State>

    init(
        correlationID: String, isAccepted: Bool, line: Int?, display: ProgressDisplay, record: ByteSink?,
        steps: WatchedSteps, began: ContinuousClock.Instant
    ) {
        self.steps = steps
        self.line = line
        self.display = display
        self.record = record
        self.began = began
        mutableState = Mutex(State(correlationID: correlationID, isAccepted: isAccepted))
    }

    var state: State { mutableState.withLock { $0 } }

    func note(accepted id: String) {
        mutableState.withLock { state in
            state.correlationID = id
            state.isAccepted = true
        }
    }

    func note(_ event: CrewEvent) throws {
        let id = mutableState.withLock { state in
            state.events += 1
            state.isAccepted = true
            return state.correlationID
        }
        if let record {
            try record.write(EventRecord(event, line: line, correlationID: id).json.serialized() + "\n")
        }
        steps.add(event, at: .now - began)
        display.update()
    }

    /// Watches the run to its end.
    func follow(_ nx1: Nx1, patience: Duration) async throws -> CrewResult {
        for try await update in nx1.updates(of: state.correlationID, patience: patience) {
            switch update {
            case .event(let event): try note(event)
            case .ended(let result):
                steps.end(hasFailed: result.failure != nil)
                return result
            }
        }
        throw CancellationError()
    }
}
