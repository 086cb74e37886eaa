import Synchronization

/// The thread that alone calls libedit: libedit blocks, and a thread of Swift's pool must not.
final class EditorThread: Sendable {
    private enum State {
        case new
        case running(SystemThread)
        case ended
    }

    private let work: EditorWork
    private let state = Mutex(State.new)

    /// The thread keeps `work` alive, and not the editor that people hold.
    init(_ work: EditorWork) {
        self.work = work
    }

    /// Starts the thread, the first time.
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

    /// Takes the thread to wait for, once. None starts afterwards.
    func take() -> SystemThread? {
        state.withLock { state in
            defer { state = .ended }
            guard case .running(let thread) = state else { return nil }
            return thread
        }
    }
}
