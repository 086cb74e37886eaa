import Nx1Client
import ShellOutput
package import ShellRuns
import ShellText

/// The live view of the session's unfinished runs.
extension LineRuns {
    /// The refresh interval of the rows.
    private static let pause: Duration = .milliseconds(100)

    /// Shows the progress of the runs until all of them have ended or the user returns to the prompt.
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

    /// Waits until all of these runs have ended.
    /// - Throws: ``Complaint`` if some are still running; `Nx1Error` if one can't be watched.
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
