import Synchronization

/// Tracks work that must not be interrupted, since that would sign a person out: shutdown waits for it.
final class UninterruptibleWork: Sendable {
    /// No new work may start.
    struct Closed: Error {}

    private struct State {
        var underWay = 0
        var isClosed = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    /// - Throws: ``Closed``; any error of `body`.
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

    /// Prevents new work, and waits up to `bound` for the work in progress, even in a cancelled task.
    func close(within bound: Duration, at time: Timekeeper) async {
        let isIdle = state.withLock { state in
            state.isClosed = true
            return state.underWay == 0
        }
        if isIdle { return }
        // A separate task, since this one may be cancelled and couldn't sleep.
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

    /// Resumes the waiting callers if `isOver` returns true.
    private func release(if isOver: (inout State) -> Bool) {
        let released = state.withLock { state in
            if !isOver(&state) { return [CheckedContinuation<Void, Never>]() }
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in released { continuation.resume() }
    }
}
