/// The sign at the beginning of the live line that turns while a crew works.
struct Spinner: Sendable {
    private let signs: [String]

    /// For terminals with a Unicode font.
    static let dots = Spinner(signs: ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"])
    /// For those without, such as Linux's own console.
    static let strokes = Spinner(signs: ["|", "/", "-", "\\"])

    /// Ten steps a second.
    func step(at time: Duration) -> Int {
        time.wholeMilliseconds / 100
    }

    func sign(at step: Int) -> String {
        signs[step % signs.count]
    }
}
