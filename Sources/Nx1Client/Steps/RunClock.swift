/// The service's clock, as far as a run's events tell it, beside the time of those who watch the run.
public struct RunClock: Sendable, Hashable {
    let latest: StepNode.Stamp

    /// How long a step has taken at a moment: its duration, or, while it is at work, the time since its beginning.
    /// - Parameters:
    ///   - step: of the run that this clock is for.
    ///   - now: the time since the watching began, as in ``RunSteps/add(_:at:)``.
    /// - Returns: nil if its events tell no times.
    public func elapsed(of step: RunStep, at now: Duration) -> Duration? {
        if step.state != .working { return step.duration }
        if let began = step.began, let stamp = latest.stamp, let arrival = latest.arrival {
            return .microseconds(max(0, stamp - began)) + max(.zero, now - arrival)
        }
        return step.arrived.map { max(.zero, now - $0) }
    }
}
