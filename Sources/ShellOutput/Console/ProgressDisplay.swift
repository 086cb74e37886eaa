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

    /// Nothing changes any more.
    package func end() {
        switch self {
        case .nowhere: break
        case .lines(let lines): lines.end()
        case .live(let live): live.end()
        }
    }
}
