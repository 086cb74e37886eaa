import ShellOutput
import Synchronization

/// How a line ended.
final class LineOutcome: Sendable {
    private let state = Mutex<ExitStatus?>(nil)

    /// The first failure in it.
    var failure: ExitStatus? { state.withLock { $0 } }

    func note(_ failure: ExitStatus) {
        state.withLock { $0 = $0 ?? failure }
    }
}
