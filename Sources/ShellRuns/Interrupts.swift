import Synchronization

/// Ctrl-C, as something that tasks can wait for.
///
/// The signal handler calls ``interrupt()``, which wakes the holder of the latest ticket: the innermost operation. A
/// watched run is therefore interrupted before the command that watches it. A ticket is taken before anything inside
/// the operation can start, so the order doesn't depend on which task starts waiting first.
///
/// Without a prompt to return to, no Ctrl-C is lost: one that arrives between two operations, or while one is
/// finishing, interrupts the next one.
public final class Interrupts: Sendable {
    /// An operation in progress that Ctrl-C can end.
    private struct Ticket {
        let number: UInt64
        var isCancelled = false
        /// Whether it was interrupted, before or while it waits.
        var isPressed = false
        var waiting: CheckedContinuation<Void, any Error>?
    }

    private struct State {
        /// The open tickets, innermost last.
        var open: [Ticket] = []
        var lastNumber: UInt64 = 0
        /// Whether Ctrl-C arrived while nothing was in progress, for the next operation.
        var isPressedAhead = false

        func place(of number: UInt64) -> Int? { open.lastIndex { $0.number == number } }
    }

    private let state = Mutex(State())
    private let keepsForNext: Bool

    /// Creates interrupts without a pending Ctrl-C.
    /// - Parameter keepsForNext: whether a Ctrl-C that ended nothing interrupts the next operation.
    public init(keepsForNext: Bool = false) {
        self.keepsForNext = keepsForNext
    }

    /// Wakes the innermost operation, now or as soon as it waits. Can be called from any thread.
    /// - Returns: whether there is one.
    @discardableResult
    public func interrupt() -> Bool {
        let (isThere, continuation) = state.withLock { state in
            // A woken operation closes its ticket a moment later. Until then, another Ctrl-C is for it, too.
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

    /// Whether the innermost operation was interrupted and hasn't ended yet, or the next one will be interrupted.
    public var isEnding: Bool { state.withLock { $0.open.last?.isPressed ?? $0.isPressedAhead } }

    /// The number of nested operations that wait.
    package var depth: Int { state.withLock { $0.open.count { $0.waiting != nil } } }

    private func openTicket() -> UInt64 {
        state.withLock { state in
            state.lastNumber += 1
            state.open.append(Ticket(number: state.lastNumber, isPressed: state.isPressedAhead))
            state.isPressedAhead = false
            return state.lastNumber
        }
    }

    /// - Parameter isEndedByPress: whether the operation ended because of Ctrl-C, if there was one.
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
                    // A closed ticket means that nobody waits any more.
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
                // Nil if the operation isn't waiting yet, or no longer.
                guard let place = state.place(of: ticket) else {
                    return CheckedContinuation<Void, any Error>?.none
                }
                state.open[place].isCancelled = true
                return state.open[place].waiting.take()
            }
            continuation?.resume(throwing: CancellationError())
        }
    }

    /// Runs `operation` until it ends, Ctrl-C is pressed, or `deadline` has passed, whichever comes first. A
    /// cancelled operation has ended when this returns.
    /// - Throws: the errors of `operation`.
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

/// How an interruptible operation ended.
public enum Race<Result: Sendable>: Sendable {
    /// The operation finished.
    case finished(Result)
    /// Ctrl-C was pressed.
    case interrupted
    /// The deadline passed.
    case deadline
}
