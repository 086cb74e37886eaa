#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The terminal of this process, lent to a program in its own process group, which then receives Ctrl-C and Ctrl-Z.
struct TerminalHandover: Sendable {
    private let ours: pid_t
    private let modes: termios
    private let size: (UInt16, UInt16)

    /// Returns nil if there is no terminal to lend: none at all, one in use by another program, or part of a pipeline
    /// whose other programs need it.
    init?() {
        guard isatty(0) == 1, isatty(1) == 1, tcgetpgrp(0) == getpgrp() else { return nil }
        var modes = termios()
        guard tcgetattr(0, &modes) == 0 else { return nil }
        ours = getpgrp()
        self.modes = modes
        size = Self.windowSize
    }

    /// Hands the terminal to a process group.
    /// - Returns: whether it was still available.
    func give(to group: pid_t) -> Bool {
        guard tcgetpgrp(0) == ours else { return false }
        Self.setForeground(group)
        return true
    }

    /// Takes the terminal back and restores its modes: the program may have died without doing so.
    func takeBack() {
        Self.setForeground(ours)
        var modes = modes
        while tcsetattr(0, TCSADRAIN, &modes) == -1, errno == EINTR {}
        // Only the foreground process is notified of a new size.
        if size != Self.windowSize { kill(getpid(), SIGWINCH) }
    }

    /// Stops this process after Ctrl-Z has stopped the program. Returns when it continues, or at once if no shell
    /// could continue it.
    func stopWithProgram() {
        var own = sigaction()
        sigaction(SIGTSTP, nil, &own)
        signal(SIGTSTP, SIG_IGN)
        // The rest of the process group stops as well, as the terminal would have done.
        kill(0, SIGTSTP)
        signal(SIGTSTP, SIG_DFL)
        // To this thread, so that the call returns only after the stop. A signal to the process can be taken by another
        // thread: this one would continue the program, and only then would the process stop.
        Self.withSignal(SIGTSTP, SIG_UNBLOCK) { raise(SIGTSTP) }
        sigaction(SIGTSTP, &own, nil)
    }

    private static func setForeground(_ group: pid_t) {
        // A background process would be stopped for this.
        withSignal(SIGTTOU, SIG_BLOCK) { tcsetpgrp(0, group) }
    }

    /// Runs `body` while a signal is blocked or unblocked in this thread.
    private static func withSignal(_ number: Int32, _ how: Int32, _ body: () -> Int32) {
        var (signals, before) = (sigset_t(), sigset_t())
        sigemptyset(&signals)
        sigaddset(&signals, number)
        pthread_sigmask(how, &signals, &before)
        _ = body()
        pthread_sigmask(SIG_SETMASK, &before, nil)
    }

    private static var windowSize: (UInt16, UInt16) {
        var size = winsize()
        return ioctl(0, UInt(TIOCGWINSZ), &size) == 0 ? (size.ws_row, size.ws_col) : (0, 0)
    }
}
