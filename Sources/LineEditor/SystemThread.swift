#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A POSIX thread.
struct SystemThread: Sendable {
    #if canImport(Darwin)
        /// As a number, because a pointer isn't Sendable.
        private let number: UInt
        private var thread: pthread_t? { pthread_t(bitPattern: number) }
    #else
        private let thread: pthread_t
    #endif

    private final class Start: Sendable {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }

    /// Starts a thread that receives only signals that stop the process or that it causes itself; all others go to
    /// other threads.
    static func start(_ body: @escaping @Sendable () -> Void) -> Result<SystemThread, LineEditorError> {
        let start = Unmanaged.passRetained(Start(body))
        var before = blockSignals()
        #if canImport(Darwin)
            var new: pthread_t?
            let code = pthread_create(&new, nil, { SystemThread.run($0) }, start.toOpaque())
            let thread = SystemThread(number: UInt(bitPattern: new))
        #else
            var new = pthread_t()
            let code = pthread_create(&new, nil, { SystemThread.run($0) }, start.toOpaque())
            let thread = SystemThread(thread: new)
        #endif
        pthread_sigmask(SIG_SETMASK, &before, nil)
        guard code == 0 else {
            start.release()
            return .failure(.system("start its thread", code: code))
        }
        return .success(thread)
    }

    /// - Returns: the signal mask from before.
    private static func blockSignals() -> sigset_t {
        var blocked = sigset_t()
        var before = sigset_t()
        sigfillset(&blocked)
        for signal in [SIGTTIN, SIGTTOU, SIGTSTP, SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP, SIGSYS] {
            sigdelset(&blocked, signal)
        }
        pthread_sigmask(SIG_SETMASK, &blocked, &before)
        return before
    }

    private static func run(_ start: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
        if let start { Unmanaged<Start>.fromOpaque(start).takeRetainedValue().body() }
        return nil
    }

    /// Waits until the thread has ended.
    func join() {
        #if canImport(Darwin)
            if let thread { pthread_join(thread, nil) }
        #else
            pthread_join(thread, nil)
        #endif
    }

    /// Lets the thread end on its own.
    func detach() {
        #if canImport(Darwin)
            if let thread { pthread_detach(thread) }
        #else
            pthread_detach(thread)
        #endif
    }
}
