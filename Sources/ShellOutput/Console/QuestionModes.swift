import Descriptors
import Dispatch

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The terminal modes while a question is asked: line input, Ctrl-C as a signal, and no echo for a secret.
package struct QuestionModes {
    private let before: termios
    private let continuation: any DispatchSourceSignal

    /// Sets the modes, and discards any input typed before the question.
    package init(showsTyping: Bool) throws(Complaint) {
        var modes = termios()
        guard tcgetattr(0, &modes) == 0 else {
            throw .usage("Couldn't prompt at the terminal: \(SystemFailure(errno: errno)).")
        }
        before = modes
        modes.c_lflag |= tcflag_t(ICANON | ISIG | ECHONL)
        modes.c_iflag |= tcflag_t(ICRNL)
        if showsTyping {
            modes.c_lflag |= tcflag_t(ECHO)
        } else {
            modes.c_lflag &= ~tcflag_t(ECHO)
        }
        let wanted = modes
        continuation = DispatchSource.makeSignalSource(signal: SIGCONT, queue: .global())
        // A job-control shell resets the modes when it continues the program.
        continuation.setEventHandler { Self.set(wanted, TCSADRAIN) }
        continuation.activate()
        Self.set(wanted, TCSAFLUSH)
    }

    /// Discards unread input.
    package func discardInput() { tcflush(0, TCIFLUSH) }

    /// Restores the previous modes.
    package func restore() {
        continuation.cancel()
        Self.set(before, TCSADRAIN)
    }

    private static func set(_ modes: termios, _ when: Int32) {
        var modes = modes
        while tcsetattr(0, when, &modes) == -1, errno == EINTR {}
    }
}
