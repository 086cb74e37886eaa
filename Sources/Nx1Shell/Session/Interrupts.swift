import Synchronization

/// Ctrl-C, as something a task can wait for.
///
/// Whoever listens to signals calls ``interrupt()``; it wakes the one that has the latest ticket, which is the innermost of
/// the things under way: a run that is being watched goes before the command that watches it. A ticket is taken before
/// anything inside can begin, so the order doesn't depend on which task gets to waiting first.
public final class Interrupts: Sendable {
    private struct State {
        var waiting: [UInt64: CheckedContinuation<Void, any Error>] = [:]
        /// Tickets that were taken and not given back; the highest is the innermost's.
        var open: Set<UInt64> = []
        var nextTicket: UInt64 = 0
        var cancelled: Set<UInt64> = []
        /// Those interrupted, before they got to waiting or then.
        var pressed: Set<UInt64> = []
    }

    private let state = Mutex(State())

    /// Nobody has pressed anything.
    public init() {}

    /// Wakes the innermost, now or as soon as it waits. Callable from any thread.
    /// - Returns: whether there is one.
    @discardableResult
    public func interrupt() -> Bool {
        let (innermost, continuation) = state.withLock { state in
            // One that was woken gives its ticket back a moment later; until then the next Ctrl-C is for it, too.
            let innermost = state.open.max()
            let continuation = innermost.flatMap { state.waiting.removeValue(forKey: $0) }
            if let innermost { state.pressed.insert(innermost) }
            return (innermost, continuation)
        }
        continuation?.resume()
        return innermost != nil
    }

    /// Whether the innermost was interrupted already, and has not come to its end yet.
    public var isEnding: Bool {
        state.withLock { state in state.open.max().map(state.pressed.contains) ?? false }
    }

    /// How many wait, one inside the other.
    var depth: Int { state.withLock { $0.waiting.count } }

    private func takeTicket() -> UInt64 {
        state.withLock { state in
            state.nextTicket += 1
            state.open.insert(state.nextTicket)
            return state.nextTicket
        }
    }

    private func giveBack(_ ticket: UInt64) {
        state.withLock { state in
            state.open.remove(ticket)
            state.cancelled.remove(ticket)
            state.pressed.remove(ticket)
        }
    }

    /// Returns at the next Ctrl-C.
    /// - Throws: `CancellationError`.
    func next() async throws {
        let ticket = takeTicket()
        defer { giveBack(ticket) }
        try await next(ticket: ticket)
    }

    private func next(ticket: UInt64) async throws {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let known: Result<Void, any Error>? = state.withLock { state in
                    if state.cancelled.contains(ticket) { return .failure(CancellationError()) }
                    if state.pressed.contains(ticket) { return .success(()) }
                    state.waiting[ticket] = continuation
                    return nil
                }
                if let known { continuation.resume(with: known) }
            }
        } onCancel: {
            let continuation = state.withLock { state in
                // Not waiting yet, or not any more, if it isn't there.
                state.cancelled.insert(ticket)
                return state.waiting.removeValue(forKey: ticket)
            }
            continuation?.resume(throwing: CancellationError())
        }
    }

    /// Runs `operation` until it ends, Ctrl-C is pressed, or `deadline` has passed, whichever comes first. What it was doing
    /// then is cancelled and has ended when this returns.
    /// - Throws: what `operation` throws.
    public func race<Result: Sendable>(
        deadline: Duration?, _ operation: @escaping @Sendable () async throws -> Result
    ) async throws -> Race<Result> {
        let ticket = takeTicket()
        defer { giveBack(ticket) }
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
