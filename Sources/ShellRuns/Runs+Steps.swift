package import Nx1Client
package import RunJournal
import ShellOutput

extension Runs {
    /// The steps of a run that are known without the service: as this session saw them, or as the journal has them; nil if none are.
    package func knownSteps(of run: TrackedRun) async throws -> StoredSteps? {
        let record = run.record
        let own = record.steps?.current.stored
        guard let filing = record.filing, filing.stepCount ?? 0 > own?.rowCount ?? 0,
            let stored = try await journal.steps(of: record.sentID), !stored.steps.isEmpty
        else { return own.flatMap { $0.steps.isEmpty ? nil : $0 } }
        return stored
    }

    /// Reads the events of a run that has ended.
    package func replay(_ run: TrackedRun, over nx1: Nx1, within limits: WatchLimits) async throws -> Race<
        Void
    > {
        let watch = RunWatch(run.record, .silent(WatchedSteps()))
        let race = try await limits.interrupts.race(deadline: limits.deadline) {
            _ = try await watch.follow(nx1, patience: .seconds(3))
        }
        run.update { $0.learn(watch.steps) }
        return race
    }
}

extension RunSteps {
    fileprivate var stored: StoredSteps { StoredSteps(steps, dropped: forgotten) }
}
