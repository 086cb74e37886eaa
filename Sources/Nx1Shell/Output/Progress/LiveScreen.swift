/// What a terminal that can be drawn on is like.
public struct LiveScreen: Sendable {
    /// How large it is now.
    let window: @Sendable () -> Window
    /// Whether it is this program's now, and not another's while this one is in the background.
    let isInForeground: @Sendable () -> Bool
    /// Whether its window has a title that can be put back.
    let hasTitle: Bool
    let spinner: Spinner

    /// - Parameters:
    ///   - terminalType: as in the environment's `TERM`; nil comes of one that doesn't move its cursor.
    ///   - isInForeground: whether the terminal is this program's.
    ///   - window: gives the size, whenever it is needed.
    public init?(
        terminalType: String?, isInForeground: @escaping @Sendable () -> Bool = { true },
        window: @escaping @Sendable () -> Window
    ) {
        guard let terminalType, !["", "dumb", "emacs"].contains(terminalType) else { return nil }
        // Linux's own console has neither a title nor the dots.
        let isConsole = terminalType == "linux"
        self.window = window
        self.isInForeground = isInForeground
        hasTitle = !isConsole
        spinner = isConsole ? .strokes : .dots
    }
}
