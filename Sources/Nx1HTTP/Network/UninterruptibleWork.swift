import Synchronization

/// What is under way and must not be cut off in its middle, as somebody would be signed out by that: connections stay open for
/// it.
final class UninterruptibleWork: Sendable {
    /// Nothing more may begin.
    struct Closed: Error {}

    private struct State {
        var underWay = 0
        var isClosed = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    /// - Throws: ``Closed``, and what `body` throws.
    func perform<Value>(_ body: () async throws -> Value) async throws -> Value {
        try state.withLock { state throws(Closed) in
            if state.isClosed { throw Closed() }
            state.underWay += 1
        }
        defer { end() }
        return try await body()
    }

    private func end() {
        release { state in
            state.underWay -= 1
            return state.underWay == 0
        }
    }

    /// Lets nothing more begin, and waits for what is under way, but for no longer than `bound`; in a task that is cancelled too.
    func close(within bound: Duration, at time: Timekeeper) async {
        let isIdle = state.withLock { state in
            state.isClosed = true
            return state.underWay == 0
        }
        if isIdle { return }
        // A task of its own: this one may be cancelled, and then can't sleep.
        let alarm = Task {
            try? await time.sleep(bound)
            release { _ in true }
        }
        await withCheckedContinuation { continuation in
            state.withLock { $0.waiting.append(continuation) }
            release { $0.underWay == 0 }
        }
        alarm.cancel()
    }

    /// Lets those who wait go on if `isOver` says so.
    private func release(if isOver: (inout State) -> Bool) {
        let released = state.withLock { state in
            if !isOver(&state) { return [CheckedContinuation<Void, Never>]() }
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in released { continuation.resume() }
    }
}
