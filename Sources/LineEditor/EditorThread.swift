import Synchronization

/// The only thread that calls libedit: libedit blocks, which threads of Swift's pool must not.
final class EditorThread: Sendable {
    private enum State {
        case new
        case running(SystemThread)
        case ended
    }

    private let work: EditorWork
    private let state = Mutex(State.new)

    /// The thread keeps `work` alive, but not the public editor object.
    init(_ work: EditorWork) {
        self.work = work
    }

    /// Starts the thread on the first call.
    func start() throws(LineEditorError) {
        let failure: LineEditorError? = state.withLock { state in
            guard case .new = state else { return nil }
            switch SystemThread.start({ [work] in work.run() }) {
            case .success(let thread):
                state = .running(thread)
                return nil
            case .failure(let error):
                return error
            }
        }
        if let failure { throw failure }
    }

    var isRunning: Bool {
        state.withLock { state in
            if case .running = state { true } else { false }
        }
    }

    /// Returns the thread to wait for, once. No thread starts afterwards.
    func take() -> SystemThread? {
        state.withLock { state in
            defer { state = .ended }
            guard case .running(let thread) = state else { return nil }
            return thread
        }
    }
}
