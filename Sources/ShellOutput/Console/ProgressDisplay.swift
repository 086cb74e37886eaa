import Nx1Values
import Synchronization

/// The display of one run's progress.
package enum ProgressDisplay: Sendable {
    case nowhere
    /// One line per finished step.
    case lines(PlainProgress)
    /// Rows that are updated in place.
    case live(LiveProgress)

    /// Performs `operation`, and updates the display while it runs.
    package func show<Result: Sendable>(
        while operation: @escaping @Sendable () async throws -> Result
    ) async throws -> Result {
        if case .nowhere = self { return try await operation() }
        return try await withThrowingTaskGroup(of: Result.self) { group in
            defer { group.cancelAll() }
            group.addTask { try await operation() }
            group.addTask {
                while true {
                    try await Task.sleep(for: StepBoard.patience)
                    update()
                }
            }
            guard let result = try await group.next() else { throw CancellationError() }
            return result
        }
    }

    /// Updates the display after the steps have changed, or time has passed.
    package func update() {
        switch self {
        case .nowhere: break
        case .lines(let lines): lines.write()
        case .live(let live): live.update()
        }
    }

    /// Shows how long the run usually takes, if the display has room for it.
    /// - Parameter duration: looks up the usual duration; returns nil if it isn't known.
    package func expect(_ duration: @Sendable () async -> Duration?) async {
        guard case .live(let live) = self, let usual = await duration() else { return }
        live.expect(usual)
    }

    /// Ends the display.
    package func end() {
        switch self {
        case .nowhere: break
        case .lines(let lines): lines.end()
        case .live(let live): live.end()
        }
    }
}

/// Writes the ``StepLines`` of a run to a console.
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

    /// Writes the lines that are due.
    func write() { write(isLast: false) }

    /// Writes the remaining lines.
    func end() { write(isLast: true) }

    private func write(isLast: Bool) {
        let time = ContinuousClock.now - began
        // The lock keeps lines in order when several tasks write them.
        lines.withLock { lines in
            let due = steps.read { run in
                lines.linesIfDue(of: run, at: time, isLast: isLast) { .now - began }
            }
            for line in due { console.progress(line) }
        }
    }
}

/// When to show progress on stderr (`--progress`, `:progress`).
public enum ProgressMode: String, Sendable, CaseIterable {
    /// Only for questions at the prompt or on the command line, with both streams on a terminal; never in scripts.
    case auto
    /// Always, also in a pipe.
    case always
    /// Never.
    case never
}
