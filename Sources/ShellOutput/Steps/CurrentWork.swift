package import Nx1Client

/// What a run does at the moment, on one line.
package struct CurrentWork {
    /// The latest step at work, and who is at it; nil before the first.
    package let words: String?

    package init(_ run: borrowing RunSteps) {
        let steps = run.steps.filter { $0.kind != .crew }
        // A model call says less than the task it is for.
        let telling = steps.filter { $0.kind != .model && $0.kind != .agent }
        guard let step = telling.last(where: { $0.state == .working }) ?? telling.last ?? steps.last else {
            words = nil
            return
        }
        let summary = StepSummary(step)
        words = [step.agent.map(StepSummary.line), summary.lead, summary.detail].compactMap(\.self)
            .filter { !$0.isEmpty }.joined(separator: " · ")
    }
}
