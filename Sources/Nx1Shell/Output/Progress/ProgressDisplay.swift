import Nx1Client

/// Where the events of one run are shown.
enum ProgressDisplay: Sendable {
    case nowhere
    /// One line each.
    case lines(Console)
    /// In the list above the live line.
    case live(LiveProgress)

    /// Does `operation` while there is something to see.
    func show<Result: Sendable>(
        while operation: @escaping @Sendable () async throws -> Result
    ) async throws -> Result {
        if case .live(let live) = self { return try await live.turning(while: operation) }
        return try await operation()
    }

    /// Nothing changes any more.
    func end() {
        if case .live(let live) = self { live.end() }
    }

    func note(_ event: CrewEvent, elapsed: Duration) {
        switch self {
        case .nowhere: break
        case .lines(let console): console.progress(EventLine(event, elapsed: elapsed).text)
        case .live(let live): live.note(event)
        }
    }
}
