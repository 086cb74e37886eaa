import Synchronization

/// Ctrl-C, as something a task can wait for.
///
/// Whoever listens to signals calls ``interrupt()``; it wakes the one that has the latest ticket, which is the innermost of
/// the things under way: a run that is being watched goes before the command that watches it. A ticket is taken before
/// anything inside can begin, so the order doesn't depend on which task gets to waiting first.
///
/// Where there is no prompt to come back to, no Ctrl-C is lost: one that came between two things, or as a thing was ending by
/// itself, is for the next one.
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
        /// Whether a Ctrl-C came while nothing was under way, and waits for what begins next.
        var isPressedAhead = false

        func place(of number: UInt64) -> Int? { open.lastIndex { $0.number == number } }
    }

    private let state = Mutex(State())
    private let keepsForNext: Bool

    /// Nobody has pressed anything.
    /// - Parameter keepsForNext: whether a Ctrl-C that ended nothing is for what begins next.
    public init(keepsForNext: Bool = false) {
        self.keepsForNext = keepsForNext
    }

    /// Wakes the innermost, now or as soon as it waits. Callable from any thread.
    /// - Returns: whether there is one.
    @discardableResult
    public func interrupt() -> Bool {
        let (isThere, continuation) = state.withLock { state in
            // One that was woken gives its ticket back a moment later; until then the next Ctrl-C is for it, too.
            guard !state.open.isEmpty else {
                state.isPressedAhead = keepsForNext
                return (false, CheckedContinuation<Void, any Error>?.none)
            }
            let innermost = state.open.count - 1
            state.open[innermost].isPressed = true
            return (true, state.open[innermost].waiting.take())
        }
        continuation?.resume()
        return isThere
    }

    /// Whether the innermost was interrupted already, and has not come to its end yet; or what begins next will be.
    public var isEnding: Bool { state.withLock { $0.open.last?.isPressed ?? $0.isPressedAhead } }

    /// How many wait, one inside the other.
    package var depth: Int { state.withLock { $0.open.count { $0.waiting != nil } } }

    private func openTicket() -> UInt64 {
        state.withLock { state in
            state.lastNumber += 1
            state.open.append(Ticket(number: state.lastNumber, isPressed: state.isPressedAhead))
            state.isPressedAhead = false
            return state.lastNumber
        }
    }

    /// - Parameter isEndedByPress: whether what had the ticket ended for the Ctrl-C, if there was one.
    private func giveBack(_ number: UInt64, isEndedByPress: Bool) {
        state.withLock { state in
            guard let place = state.place(of: number) else { return }
            let ticket = state.open.remove(at: place)
            if ticket.isPressed, !isEndedByPress, keepsForNext { state.isPressedAhead = true }
        }
    }

    /// Returns at the next Ctrl-C.
    /// - Throws: `CancellationError`.
    package func next() async throws {
        let ticket = openTicket()
        var isEndedByPress = false
        defer { giveBack(ticket, isEndedByPress: isEndedByPress) }
        try await next(ticket: ticket)
        isEndedByPress = true
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
        let ticket = openTicket()
        var isEndedByPress = false
        defer { giveBack(ticket, isEndedByPress: isEndedByPress) }
        let race = try await withThrowingTaskGroup(of: Race<Result>.self) { group in
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
        if case .interrupted = race { isEndedByPress = true }
        return race
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
