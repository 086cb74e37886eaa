import ShellText

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A terminal that supports a live display.
public struct LiveScreen: Sendable {
    /// Whether the window has a title that can be restored.
    let hasTitle: Bool
    let spinner: Spinner
    private let descriptor: Int32

    /// - Parameters:
    ///   - descriptor: the terminal's file descriptor.
    ///   - terminalType: the value of `TERM`. Returns nil for terminals that can't move the cursor.
    public init?(descriptor: Int32, terminalType: String?) {
        guard let terminalType, !["", "dumb", "emacs"].contains(terminalType) else { return nil }
        // The Linux console has neither a title nor a Unicode font.
        let isConsole = terminalType == "linux"
        hasTitle = !isConsole
        spinner = isConsole ? .strokes : .dots
        self.descriptor = descriptor
    }

    /// Returns its current size.
    func window() -> Window { Window(fileDescriptor: descriptor) }

    /// Returns whether this process is in the foreground of the terminal.
    func isInForeground() -> Bool {
        let group = tcgetpgrp(descriptor)
        return group == -1 || group == getpgrp()
    }

    /// Turns off the echo, so that typed text doesn't disturb the display.
    func turnOffEcho() -> TypingEcho? { .turnOff(on: descriptor) }
}

/// The size of a terminal's window, in characters.
public struct Window: Sendable, Hashable {
    /// The width in columns.
    public var columns: Int
    /// The height in rows.
    public var rows: Int

    /// Creates a window of at least one by one characters.
    public init(columns: Int, rows: Int) {
        self.columns = max(1, columns)
        self.rows = max(1, rows)
    }

    /// Creates the window of a terminal; 80 by 24 if its size is unknown.
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
    /// Saves the current title, and sets another.
    ///
    /// `CSI 22;2t` pushes the title onto the terminal's stack; OSC 2 sets it. Control characters in the text are made
    /// visible first, so they can't end the sequence.
    static func push(_ text: String) -> String {
        "\u{1B}[22;2t\u{1B}]2;\(VisibleText.visibleLine(text))\u{1B}\\"
    }

    /// Restores the title. On a terminal without a title stack, `nx1sh` remains as the title.
    static let pop = "\u{1B}]2;nx1sh\u{1B}\\\u{1B}[23;2t"
}

/// The echo of a terminal, turned off so that typed text doesn't move the live rows. The input stays in the terminal
/// for the next reader.
struct TypingEcho: Sendable {
    private let descriptor: Int32

    /// Turns off the echo.
    /// - Returns: nil if there is no echo to turn off.
    static func turnOff(on descriptor: Int32) -> TypingEcho? {
        var modes = termios()
        guard tcgetattr(descriptor, &modes) == 0, modes.c_lflag & tcflag_t(ECHO) != 0 else { return nil }
        modes.c_lflag &= ~tcflag_t(ECHO)
        set(modes, on: descriptor)
        return TypingEcho(descriptor: descriptor)
    }

    /// Turns the echo on again.
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
