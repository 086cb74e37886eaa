import Synchronization

/// Ctrl-C, as something a task can wait for.
///
/// Whoever listens to signals calls ``interrupt()``; it wakes the one that has the latest ticket, which is the innermost of
/// the things under way: a run that is being watched goes before the command that watches it. A ticket is taken before
/// anything inside can begin, so the order doesn't depend on which task gets to waiting first.
public final class Interrupts: Sendable {
    /// What is under way, and is ended by a Ctrl-C.
    private struct Ticket {
        let number: UInt64
        var isCancelled = false
        /// Whether it was interrupted, before it got to waiting or then.
        var isPressed = false
        var waiting: CheckedContinuation<Void, any Error>?
    }

    private struct State {
        /// Those that were taken and not given back, the innermost last.
        var open: [Ticket] = []
        var lastNumber: UInt64 = 0

        func place(of number: UInt64) -> Int? { open.lastIndex { $0.number == number } }
    }

    private let state = Mutex(State())

    /// Nobody has pressed anything.
    public init() {}

    /// Wakes the innermost, now or as soon as it waits. Callable from any thread.
    /// - Returns: whether there is one.
    @discardableResult
    public func interrupt() -> Bool {
        let (isThere, continuation) = state.withLock { state in
            // One that was woken gives its ticket back a moment later; until then the next Ctrl-C is for it, too.
            guard !state.open.isEmpty else { return (false, CheckedContinuation<Void, any Error>?.none) }
            let innermost = state.open.count - 1
            state.open[innermost].isPressed = true
            return (true, state.open[innermost].waiting.take())
        }
        continuation?.resume()
        return isThere
    }

    /// Whether the innermost was interrupted already, and has not come to its end yet.
    public var isEnding: Bool { state.withLock { $0.open.last?.isPressed ?? false } }

    /// How many wait, one inside the other.
    package var depth: Int { state.withLock { $0.open.count { $0.waiting != nil } } }

    private func takeTicket() -> UInt64 {
        state.withLock { state in
            state.lastNumber += 1
            state.open.append(Ticket(number: state.lastNumber))
            return state.lastNumber
        }
    }

    private func giveBack(_ number: UInt64) {
        state.withLock { state in
            if let place = state.place(of: number) { state.open.remove(at: place) }
        }
    }

    /// Returns at the next Ctrl-C.
    /// - Throws: `CancellationError`.
    package func next() async throws {
        let ticket = takeTicket()
        defer { giveBack(ticket) }
        try await next(ticket: ticket)
    }

    private func next(ticket: UInt64) async throws {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let known: Result<Void, any Error>? = state.withLock { state in
                    // Given back means that nobody waits for this any more.
                    guard let place = state.place(of: ticket), !state.open[place].isCancelled else {
                        return .failure(CancellationError())
                    }
                    if state.open[place].isPressed { return .success(()) }
                    state.open[place].waiting = continuation
                    return nil
                }
                if let known { continuation.resume(with: known) }
            }
        } onCancel: {
            let continuation = state.withLock { state in
                // Not waiting yet, or not any more, if there is none.
                guard let place = state.place(of: ticket) else {
                    return CheckedContinuation<Void, any Error>?.none
                }
                state.open[place].isCancelled = true
                return state.open[place].waiting.take()
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
