import Nx1Client
import ShellInput
import ShellOutput
import ShellText

/// The session's runs that are at work, for somebody who looks at them.
extension Session {
    /// The session's runs that have not ended, as far as is known.
    var openRuns: [Int] {
        runs.runs.filter(\.goesOn).map(\.number)
    }

    /// How often the rows learn what is new.
    private static let pause: Duration = .milliseconds(100)

    /// Shows how the runs go on, until all that are heard of have ended, or somebody goes back to the prompt.
    /// - Returns: whether there was a terminal to show it on.
    func watchOpenRuns(at place: Place) async throws -> Bool {
        guard isWatched(at: place), settings.progress != .never, leftRuns != nil, let live = liveRows else {
            return false
        }
        for number in openRuns where recalls[number] == nil { leave(number) }
        let interrupts = interrupts
        guard live.begin(jobBoard, leave: { interrupts.interrupt() }) else { return false }
        defer { live.end() }
        _ = try await interrupts.race(deadline: nil) {
            try await ProgressDisplay.live(live).show {
                while await self.showOpenRuns(on: live) { try await Task.sleep(for: Self.pause) }
            }
        }
        return true
    }

    /// - Returns: whether there is one that is heard of.
    private func showOpenRuns(on live: LiveProgress) -> Bool {
        live.show(jobBoard)
        return openRuns.contains { recalls[$0] != nil }
    }

    private var jobBoard: JobBoard {
        JobBoard(
            jobs: openRuns.map { number in
                let run = runs[number]
                let (work, share) =
                    run.steps.map { $0.read { (CurrentWork($0).words, $0.progress) } } ?? (nil, nil)
                return JobBoard.Job(
                    name: "%\(number)", crew: VisibleText.visibleLine(run.crew?.rawValue ?? "a run"),
                    elapsed: ContinuousClock.now - run.began,
                    doing: recalls[number] == nil
                        ? "out of sight" : work ?? VisibleText.visibleLine(run.question ?? "at work"),
                    share: share)
            })
    }
}
