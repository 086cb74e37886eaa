/// What a terminal that can be drawn on is like.
public struct LiveScreen: Sendable {
    /// How large it is now.
    let window: @Sendable () -> Window
    /// Whether its window has a title that can be put back.
    let hasTitle: Bool
    let spinner: Spinner

    /// - Parameters:
    ///   - terminalType: as in the environment's `TERM`; nil comes of one that doesn't move its cursor.
    ///   - window: gives the size, whenever it is needed.
    public init?(terminalType: String?, window: @escaping @Sendable () -> Window) {
        guard let terminalType, !["", "dumb", "emacs"].contains(terminalType) else { return nil }
        // Linux's own console has neither a title nor the dots.
        let isConsole = terminalType == "linux"
        self.window = window
        hasTitle = !isConsole
        spinner = isConsole ? .strokes : .dots
    }
}
