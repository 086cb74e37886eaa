import ShellText

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What a terminal that can be drawn on is like.
public struct LiveScreen: Sendable {
    /// Whether its window has a title that can be put back.
    let hasTitle: Bool
    let spinner: Spinner
    private let descriptor: Int32

    /// - Parameters:
    ///   - descriptor: of the terminal.
    ///   - terminalType: as in the environment's `TERM`; nil comes of one that doesn't move its cursor.
    public init?(descriptor: Int32, terminalType: String?) {
        guard let terminalType, !["", "dumb", "emacs"].contains(terminalType) else { return nil }
        // Linux's own console has neither a title nor the dots.
        let isConsole = terminalType == "linux"
        hasTitle = !isConsole
        spinner = isConsole ? .strokes : .dots
        self.descriptor = descriptor
    }

    /// How large it is now.
    func window() -> Window { Window(fileDescriptor: descriptor) }

    /// Whether it is this program's now, and not another's while this one is in the background.
    func isInForeground() -> Bool {
        let group = tcgetpgrp(descriptor)
        return group == -1 || group == getpgrp()
    }

    /// Keeps what is typed out of what is drawn.
    func turnOffEcho() -> TypingEcho? { .turnOff(on: descriptor) }
}

/// The size of a terminal's window, in characters.
public struct Window: Sendable, Hashable {
    /// How wide it is.
    public var columns: Int
    /// How high it is.
    public var rows: Int

    /// A window of that size, and at least of one character.
    public init(columns: Int, rows: Int) {
        self.columns = max(1, columns)
        self.rows = max(1, rows)
    }

    /// The window of the terminal behind a file descriptor; 80 by 24 where it doesn't say.
    public init(fileDescriptor: Int32) {
        var size = winsize()
        let isKnown = ioctl(fileDescriptor, UInt(TIOCGWINSZ), &size) == 0
        self.init(
            columns: isKnown && size.ws_col > 1 ? Int(size.ws_col) : 80,
            rows: isKnown && size.ws_row > 0 ? Int(size.ws_row) : 24)
    }
}

/// The title of a terminal's window while a crew works.
enum WindowTitle {
    /// Keeps the title there is, and shows another.
    ///
    /// `CSI 22;2t` puts the title on the terminal's stack; OSC 2 sets it. What comes from outside is made visible first, so
    /// it can't end the sequence.
    static func push(_ text: String) -> String {
        "\u{1B}[22;2t\u{1B}]2;\(VisibleText.visibleLine(text))\u{1B}\\"
    }

    /// Puts the title back. A terminal without that stack is left with one that is not wrong.
    static let pop = "\u{1B}]2;nx1sh\u{1B}\\\u{1B}[23;2t"
}

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
