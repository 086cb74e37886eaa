import ShellOutput
import Synchronization

/// What came of a line, or of several.
final class LineOutcome: Sendable {
    private struct State {
        var failure: ExitStatus?
        var textToEdit: String?
    }

    private let state = Mutex(State())

    /// The first failure in it.
    var failure: ExitStatus? { state.withLock { $0.failure } }

    /// Stores a failure, if it is the first one.
    func add(_ failure: ExitStatus) {
        state.withLock { $0.failure = $0.failure ?? failure }
    }

    /// The person wants to edit a text.
    func edit(_ text: String) {
        state.withLock { $0.textToEdit = text }
    }

    /// The text that the person wants to edit, once.
    func takeTextToEdit() -> String? {
        state.withLock { $0.textToEdit.take() }
    }
}
