import Nx1Values
import Synchronization

/// Where the progress of one run is shown.
package enum ProgressDisplay: Sendable {
    case nowhere
    /// A line for each step that has ended.
    case lines(PlainProgress)
    /// Rows that change in place.
    case live(LiveProgress)

    /// Does `operation`, and shows meanwhile what has become due.
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

    /// The steps of the run have changed, or time has gone by.
    package func update() {
        switch self {
        case .nowhere: break
        case .lines(let lines): lines.write()
        case .live(let live): live.update()
        }
    }

    /// Shows how long the run usually takes, where there is a place for it.
    /// - Parameter duration: looks that up; nil if it isn't known.
    package func expect(_ duration: @Sendable () async -> Duration?) async {
        guard case .live(let live) = self, let usual = await duration() else { return }
        live.expect(usual)
    }

    /// Nothing changes any more.
    package func end() {
        switch self {
        case .nowhere: break
        case .lines(let lines): lines.end()
        case .live(let live): live.end()
        }
    }
}

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

/// When progress is shown (`--progress`, `:progress`); always on stderr.
public enum ProgressMode: String, Sendable, CaseIterable {
    /// To a person who asks a question at the prompt or on the command line, and who sees both streams; not in scripts.
    case auto
    /// Always, in a pipe too.
    case always
    /// Never.
    case never
}
