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
