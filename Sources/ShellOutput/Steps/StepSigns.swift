import Nx1Client

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
