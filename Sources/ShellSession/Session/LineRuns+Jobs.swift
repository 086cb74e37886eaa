import Nx1Client
import ShellOutput
package import ShellRuns
import ShellText

/// The session's runs that are at work, for somebody who looks at them.
extension LineRuns {
    /// How often the rows learn what is new.
    private static let pause: Duration = .milliseconds(100)

    /// Shows how the runs go on, until all that are heard of have ended, or somebody goes back to the prompt.
    /// - Returns: whether there was a terminal to show it on.
    package func watchOpenRuns() async throws -> Bool {
        guard context.isWatched, settings.progress != .never, runs.left.isAnnounced,
            let live = liveRows
        else { return false }
        let (runs, interrupts) = (runs, context.interrupts)
        for run in runs.open where !runs.left.contains(run) && run.record.watch == nil {
            runs.left.leave(run)
        }
        guard live.begin(JobBoard(runs), leave: { interrupts.interrupt() }) else { return false }
        defer { live.end() }
        _ = try await interrupts.race(deadline: nil) {
            try await ProgressDisplay.live(live).show {
                while true {
                    live.show(JobBoard(runs))
                    guard runs.open.contains(where: runs.left.contains) else { return }
                    try await Task.sleep(for: Self.pause)
                }
            }
        }
        return true
    }

    /// Waits for the ends of runs, all at once.
    /// - Throws: ``Complaint`` if they go on; `Nx1Error` if one can't be waited for.
    package func wait(for awaited: [TrackedRun]) async throws {
        switch try await runs.wait(for: awaited, over: open(), within: limits) {
        case .finished: return
        case .interrupted:
            throw Complaint(.interrupted, "Interrupted. The runs continue.")
        case .deadline:
            throw Complaint(.stillRunning, "Some runs are still running after the deadline.")
        }
    }
}
