#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The echo of a terminal, turned off: what somebody types while something is drawn there would move the rows. It stays in the
/// terminal for whoever reads next.
struct TypingEcho: Sendable {
    private let descriptor: Int32

    /// Turns it off.
    /// - Returns: nil where there is none.
    static func turnOff(on descriptor: Int32) -> TypingEcho? {
        var modes = termios()
        guard tcgetattr(descriptor, &modes) == 0, modes.c_lflag & tcflag_t(ECHO) != 0 else { return nil }
        modes.c_lflag &= ~tcflag_t(ECHO)
        set(modes, on: descriptor)
        return TypingEcho(descriptor: descriptor)
    }

    /// Turns it on again.
    func turnOn() {
        var modes = termios()
        guard tcgetattr(descriptor, &modes) == 0 else { return }
        modes.c_lflag |= tcflag_t(ECHO)
        Self.set(modes, on: descriptor)
    }

    private static func set(_ modes: termios, on descriptor: Int32) {
        var modes = modes
        while tcsetattr(descriptor, TCSANOW, &modes) == -1, errno == EINTR {}
    }
}
