import Synchronization

/// A fetch of a token in a task of its own, for those who wait for it now: they may leave at once, and others may come.
///
/// It ends with the last who waits, but for a request that it ``carry(_:)``s: whoever sends a refresh token and doesn't hear the
/// answer has lost the sign-in, as the provider takes the same token for stolen when it comes again.
final class SharedFetch: Sendable {
    typealias Fetch = @Sendable (SharedFetch) async throws -> AccessToken

    private enum Outcome {
        case ended(Result<AccessToken, any Error>)
        /// All left before it came to an end.
        case abandoned
        /// Who waited has left.
        case left
    }

    private struct State {
        var task: Task<Void, Never>?
        var waiting: [Int: CheckedContinuation<Outcome, Never>] = [:]
        var isCarrying = false
        var isAbandoned = false
    }

    private let state = Mutex(State())
    private let arrivals = Mutex(0)

    /// How many wait.
    var count: Int { state.withLock { $0.waiting.count } }

    /// What the fetch that is under way brings, or else what `fetch` does.
    /// - Throws: `CancellationError` as soon as the caller's task is cancelled; what the fetch throws.
    func token(_ fetch: @escaping Fetch) async throws -> AccessToken {
        while true {
            switch await outcome(fetch) {
            case .ended(let result): return try result.get()
            case .abandoned: continue
            case .left: throw CancellationError()
            }
        }
    }

    /// Does something that nobody's leaving cuts off; for use in the fetch itself.
    /// - Throws: `CancellationError` if all have left before it begins; what `body` throws.
    func carry<Value>(_ body: () async throws -> Value) async throws -> Value {
        try state.withLock { state throws(CancellationError) in
            if state.isAbandoned { throw CancellationError() }
            state.isCarrying = true
        }
        defer { abandon { $0.isCarrying = false } }
        return try await body()
    }

    private func outcome(_ fetch: @escaping Fetch) async -> Outcome {
        let number = arrivals.withLock { arrivals in
            arrivals += 1
            return arrivals
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isWaiting = state.withLock { state in
                    if Task.isCancelled { return false }
                    state.waiting[number] = continuation
                    // Not a child of the caller's task, as it may have to outlive that.
                    state.task = state.task ?? Task { await self.run(fetch) }
                    return true
                }
                if !isWaiting { continuation.resume(returning: .left) }
            }
        } onCancel: {
            abandon { $0.waiting.removeValue(forKey: number) }?.resume(returning: .left)
        }
    }

    /// Cancels the fetch if nobody waits for it any more after `change`, and nothing has to be carried to its end.
    private func abandon<Value: Sendable>(after change: (inout State) -> sending Value) -> Value {
        let (value, task) = state.withLock { state in
            let value = change(&state)
            if state.task != nil, state.waiting.isEmpty, !state.isCarrying { state.isAbandoned = true }
            return (value, state.isAbandoned ? state.task : nil)
        }
        task?.cancel()
        return value
    }

    private func run(_ fetch: Fetch) async {
        let result: Result<AccessToken, any Error>
        do { result = .success(try await fetch(self)) } catch { result = .failure(error) }
        let (waiting, isAbandoned) = state.withLock { state in
            defer { state = State() }
            return (state.waiting.values, state.isAbandoned)
        }
        var outcome = Outcome.ended(result)
        if isAbandoned, case .failure(is CancellationError) = result { outcome = .abandoned }
        for continuation in waiting { continuation.resume(returning: outcome) }
    }
}
