import Nx1Client
import Synchronization

/// Writes the lines of ``StepLines`` about a run to a console.
package final class PlainProgress: Sendable {
    private let console: Console
    private let steps: WatchedSteps
    private let began: ContinuousClock.Instant
    private let lines = Mutex(StepLines())

    package init(on console: Console, _ steps: WatchedSteps, began: ContinuousClock.Instant) {
        self.console = console
        self.steps = steps
        self.began = began
    }

    /// Writes what is due.
    func write() { write(isLast: false) }

    /// Writes what is left, as nothing else will come.
    func end() { write(isLast: true) }

    private func write(isLast: Bool) {
        let time = ContinuousClock.now - began
        // Lines stay in their order whoever writes them.
        lines.withLock { lines in
            let due = steps.read { run in
                lines.linesIfDue(of: run, at: time, isLast: isLast) { .now - began }
            }
            for line in due { console.progress(line) }
        }
    }
}
