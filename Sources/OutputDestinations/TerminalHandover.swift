#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The terminal of this process, lent to a program in a process group of its own: Ctrl-C and Ctrl-Z are that program's meanwhile.
struct TerminalHandover: Sendable {
    private let ours: pid_t
    private let modes: termios
    private let size: (UInt16, UInt16)

    /// Nil where there is none to lend: no terminal, one that another program has, or a pipe whose other programs need it, too.
    init?() {
        guard isatty(0) == 1, isatty(1) == 1, tcgetpgrp(0) == getpgrp() else { return nil }
        var modes = termios()
        guard tcgetattr(0, &modes) == 0 else { return nil }
        ours = getpgrp()
        self.modes = modes
        size = Self.windowSize
    }

    /// Gives it to a process group.
    /// - Returns: whether it was there to give: by now another program may have it.
    func give(to group: pid_t) -> Bool {
        guard tcgetpgrp(0) == ours else { return false }
        Self.setForeground(group)
        return true
    }

    /// Takes it back, with its modes: the program may have died without setting them.
    func takeBack() {
        Self.setForeground(ours)
        var modes = modes
        while tcsetattr(0, TCSADRAIN, &modes) == -1, errno == EINTR {}
        // Only who has the terminal is told of a new size.
        if size != Self.windowSize { kill(getpid(), SIGWINCH) }
    }

    /// Stops this process, as Ctrl-Z has stopped the program; returns when it goes on, at once where no shell could make it.
    func stopWithProgram() {
        var (standard, own) = (sigaction(), sigaction())
        sigaction(SIGTSTP, &standard, &own)
        Self.withSignal(SIGTSTP, SIG_UNBLOCK) {
            // Those of its group are stopped with it, as the terminal would have done.
            kill(0, SIGTSTP)
        }
        sigaction(SIGTSTP, &own, nil)
    }

    private static func setForeground(_ group: pid_t) {
        // Who is in the background would be stopped by it.
        withSignal(SIGTTOU, SIG_BLOCK) { tcsetpgrp(0, group) }
    }

    /// Does something while this thread blocks a signal, or takes it.
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
