import Nx1Client

/// What rows about steps have to know of the moment and of the place where they are shown.
struct StepPage: Sendable {
    /// How wide a row may be.
    let columns: Int
    let signs: StepSigns
    private let clock: RunClock
    private let time: Duration
    /// When the first step began, by the service's clock, in microseconds since 1970.
    private let beginning: Int64?

    /// - Parameters:
    ///   - time: since the watching began.
    ///   - beginning: when the first step began, by the service's clock, in microseconds since 1970.
    init(_ clock: RunClock, at time: Duration, beginning: Int64?, columns: Int, signs: StepSigns) {
        self.clock = clock
        self.time = time
        self.beginning = beginning
        self.columns = max(1, columns)
        self.signs = signs
    }

    /// What a row says of the time of a step: how long it took, or, of what a service only says, how long after the beginning.
    func timeWords(of step: RunStep) -> String? {
        guard step.kind == .message else { return clock.elapsed(of: step, at: time)?.inColumn }
        if let began = step.began, let beginning {
            let (since, overflow) = began.subtractingReportingOverflow(beginning)
            return overflow ? nil : "+" + Duration.microseconds(max(0, since)).inColumn
        }
        return step.arrived.map { "+" + $0.inColumn }
    }
}
