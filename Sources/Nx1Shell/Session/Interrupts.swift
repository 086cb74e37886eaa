import Synchronization

/// Ctrl-C, as something a task can wait for.
///
/// Whoever listens to signals calls ``interrupt()``; it wakes the one that has the latest ticket, which is the innermost of
/// the things under way: a run that is being watched goes before the command that watches it. A ticket is taken before
/// anything inside can begin, so the order doesn't depend on which task gets to waiting first.
public final class Interrupts: Sendable {
    private struct State {
        var waiting: [(ticket: UInt64, continuation: CheckedContinuation<Void, any Error>)] = []
        var nextTicket: UInt64 = 0
        var cancelled: Set<UInt64> = []
    }

    private let state = Mutex(State())

    /// Nobody has pressed anything.
    public init() {}

    /// Wakes the innermost that waits. Callable from any thread.
    /// - Returns: whether anybody did.
    @discardableResult
    public func interrupt() -> Bool {
        let innermost = state.withLock { state in
            state.waiting.indices.max { state.waiting[$0].ticket < state.waiting[$1].ticket }
                .map { state.waiting.remove(at: $0) }
        }
        innermost?.continuation.resume()
        return innermost != nil
    }

    /// How many wait, one inside the other.
    var depth: Int { state.withLock { $0.waiting.count } }

    private func takeTicket() -> UInt64 {
        state.withLock { state in
            state.nextTicket += 1
            return state.nextTicket
        }
    }

    /// Returns at the next Ctrl-C.
    /// - Throws: `CancellationError`.
    func next() async throws {
        try await next(ticket: takeTicket())
    }

    private func next(ticket: UInt64) async throws {
        defer { state.withLock { _ = $0.cancelled.remove(ticket) } }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let isCancelled = state.withLock { state in
                    if state.cancelled.remove(ticket) != nil { return true }
                    state.waiting.append((ticket, continuation))
                    return false
                }
                if isCancelled { continuation.resume(throwing: CancellationError()) }
            }
        } onCancel: {
            let continuation = state.withLock { state in
                guard let index = state.waiting.firstIndex(where: { $0.ticket == ticket }) else {
                    // Not waiting yet, or not any more.
                    state.cancelled.insert(ticket)
                    return nil as CheckedContinuation<Void, any Error>?
                }
                return state.waiting.remove(at: index).continuation
            }
            continuation?.resume(throwing: CancellationError())
        }
    }

    /// Runs `operation` until it ends, Ctrl-C is pressed, or `deadline` has passed, whichever comes first. What it was doing
    /// then is cancelled and has ended when this returns.
    public func race<Result: Sendable>(
        deadline: Duration?, _ operation: @escaping @Sendable () async throws -> Result
    ) async throws -> Race<Result> {
        let ticket = takeTicket()
        return try await withThrowingTaskGroup(of: Race<Result>.self) { group in
            defer { group.cancelAll() }
            group.addTask { .finished(try await operation()) }
            group.addTask { [self] in
                try await next(ticket: ticket)
                return .interrupted
            }
            if let deadline {
                group.addTask {
                    try await Task.sleep(for: deadline)
                    return .deadline
                }
            }
            guard let first = try await group.next() else { throw CancellationError() }
            return first
        }
    }
}

/// How something ended that could be interrupted.
public enum Race<Result: Sendable>: Sendable {
    /// The operation came to its end.
    case finished(Result)
    /// Ctrl-C was pressed.
    case interrupted
    /// The deadline passed.
    case deadline
}
