import Nx1Client
package import Nx1Events
package import ShellOutput
import ShellText

extension JobBoard {
    /// Creates the board of a session's unfinished runs.
    package init(_ runs: Runs) {
        self.init(
            jobs: runs.open.map { tracked in
                let run = tracked.record
                let (work, share) =
                    run.steps.map { $0.read { (CurrentWork($0).words, $0.progress) } } ?? (nil, nil)
                return Job(
                    name: "%\(run.number)", crew: VisibleText.visibleLine(run.crew?.rawValue ?? "a run"),
                    elapsed: ContinuousClock.now - run.began,
                    doing: runs.left.contains(tracked) || run.watch != nil
                        ? work ?? VisibleText.visibleLine(run.question ?? "running") : "not watched",
                    share: share)
            })
    }
}

extension Reply {
    /// Creates a list of runs.
    /// - Parameter more: rows to append.
    package init(_ runs: [TrackedRun], followedBy more: [[JSONValue]] = []) {
        self = .table(
            columns: ["run", "crew", "status", "seconds", "question"],
            rows: runs.map(\.record).map { run in
                let question = run.question.map {
                    String($0.split(whereSeparator: \.isNewline).joined(separator: " ").prefix(60))
                }
                return [
                    .string("%\(run.number)"), run.crew.map { .string($0.rawValue) } ?? .null,
                    .string(run.status?.rawValue ?? "unknown"),
                    (run.elapsed ?? (ContinuousClock.now - run.began)).cell, .string(question ?? ""),
                ]
            } + more)
    }
}
