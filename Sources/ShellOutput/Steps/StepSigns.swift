import Nx1Events

/// What stands in front of a step: that it works, is done, or has failed.
struct StepSigns: Sendable {
    let spinner: Spinner
    /// The turn of the spinner.
    var turn = 0

    func sign(of step: RunStep) -> String {
        switch step.state {
        case .working: spinner.sign(at: turn)
        case .done: step.kind == .message ? spinner.message : spinner.done
        case .failed: spinner.failed
        }
    }
}

/// The signs in front of steps: one that turns while a step works, and those for its end.
struct Spinner: Sendable, Hashable {
    private let signs: [String]
    let done: String
    let failed: String
    let message: String

    /// For terminals with a Unicode font.
    static let dots = Spinner(
        signs: ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"], done: "✓", failed: "✗", message: "·")
    /// For those without, such as Linux's own console.
    static let strokes = Spinner(signs: ["|", "/", "-", "\\"], done: "+", failed: "x", message: "-")

    /// For what is shown once and doesn't turn.
    static let still = Spinner(signs: ["…"], done: "✓", failed: "✗", message: "·")

    /// The same at rest: what goes on has a sign that doesn't turn.
    var atRest: Spinner {
        Spinner(signs: [self == .strokes ? "." : "…"], done: done, failed: failed, message: message)
    }

    /// Ten steps a second.
    func step(at time: Duration) -> Int {
        time.wholeMilliseconds / 100
    }

    func sign(at step: Int) -> String {
        signs[step % signs.count]
    }
}
