import Nx1Client
import RunJournal
import ShellOutput
import ShellRuns

extension LineRuns {
    /// What the run that `name` names did: as this session saw it, or as the journal has it, or as the service tells it.
    func stepReport(on name: String) async throws -> StepReport {
        let run = try await takeUp(name)
        if let stored = try await runs.knownSteps(of: run) {
            return report(on: run.record, stored)
        }
        try await fetchSteps(of: run)
        let stored = try await runs.knownSteps(of: run) ?? StoredSteps([])
        return report(on: run.record, stored)
    }

    private func report(on run: SessionRun, _ stored: StoredSteps) -> StepReport {
        if !run.hasEnded || stored.steps.contains(where: { $0.state == .working }) {
            let way = words.wayBack(to: run, by: ":status").map { ": \($0) shows the others" } ?? ""
            context.console.note("The run hadn't ended when these steps were read\(way).")
        }
        return StepReport(
            correlationID: run.correlationID, crew: run.crew, status: run.status, elapsed: run.elapsed,
            tokens: run.tokens, steps: stored.steps, dropped: stored.dropped)
    }

    /// Asks the service for the events of a run: again if it has ended, else until it ends.
    private func fetchSteps(of run: TrackedRun) async throws {
        let nx1 = try open()
        let snapshot = try await runs.look(at: run, over: nx1)
        guard snapshot != nil || run.record.isAccepted else { throw words.unknown(run.record) }
        runs.fileElsewhere(run, at: "\(nx1.configuration.address)", from: context.origin)
        guard case .ended(let result)? = snapshot else {
            do {
                _ = try await follow(run)
            } catch let complaint as Complaint where complaint.failedRun == run.number {
                // That it failed is no failure to show what it did.
            }
            return
        }
        switch try await runs.replay(run, over: nx1, within: limits) {
        case .finished: await runs.write(result, of: run)
        case .interrupted: throw Complaint(.interrupted, "Interrupted.")
        case .deadline:
            throw Complaint(
                .stillRunning,
                "The events of the run \(run.record.correlationID) didn't arrive within the deadline.")
        }
    }
}
