import Nx1Events
import Nx1HTTP
import Nx1Values
import Synchronization

/// Keeps one access token, and has another fetched in time: once, for any number of requests that wait for it.
final class TokenKeeper: Sendable {
    private let kept = Mutex(KeptToken())
    private let turnstile = Turnstile()

    /// The signature for a request that is about to leave.
    /// - Parameter fetch: brings a new token. It runs in the task of one of those who wait; if that one is cancelled, the next
    ///   takes over.
    func authorization(
        at time: Timekeeper, fetch: () async throws -> AccessToken
    ) async throws -> Authorization {
        let (arrived, first) = kept.withLock { kept in
            (kept.failures, kept.step(at: time.now(), arrived: kept.failures))
        }
        if case .use(let authorization) = first { return authorization }
        return try await turnstile.pass {
            switch kept.withLock({ $0.step(at: time.now(), arrived: arrived) }) {
            case .use(let authorization): authorization
            case .fail(let error): throw error
            case .fetch: try await fetched(at: time, fetch)
            }
        }
    }

    private func fetched(
        at time: Timekeeper, _ fetch: () async throws -> AccessToken
    ) async throws -> Authorization {
        do {
            let token = try await fetch()
            store(token)
            return token.authorization
        } catch let error as Nx1Error {
            switch kept.withLock({ $0.fail(error, at: time.now()) }) {
            case .use(let authorization): return authorization
            case .fail, .fetch: throw error
            }
        }
    }

    /// A token that came by another way than a fetch.
    func store(_ token: AccessToken) { kept.withLock { $0.store(token) } }

    /// The service refused a request with this signature.
    func discard(_ refused: Authorization) { kept.withLock { $0.discard(refused) } }

    func forget() { kept.withLock { $0.forget() } }

    /// What the service refused last.
    var refused: Authorization? { kept.withLock { $0.refused } }

    /// The token in use.
    var token: AccessToken? { kept.withLock { $0.token } }
}

/// Lets one through at a time, in the order they came. Those who wait can leave.
final class Turnstile: Sendable {
    private struct State {
        var isTaken = false
        var arrivals = 0
        var waiting: [(number: Int, continuation: CheckedContinuation<Bool, Never>)] = []
    }

    private let state = Mutex(State())

    /// Runs `body` when everybody who came before is through.
    /// - Throws: `CancellationError` if the task is cancelled while it waits, and what `body` throws.
    func pass<Value>(_ body: () async throws -> Value) async throws -> Value {
        guard await enter() else { throw CancellationError() }
        defer { leave() }
        return try await body()
    }

    private func enter() async -> Bool {
        let number = state.withLock { state in
            state.arrivals += 1
            return state.arrivals
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isIn: Bool? = state.withLock { state in
                    if Task.isCancelled { return false }
                    if !state.isTaken {
                        state.isTaken = true
                        return true
                    }
                    state.waiting.append((number, continuation))
                    return nil
                }
                if let isIn { continuation.resume(returning: isIn) }
            }
        } onCancel: {
            let left = state.withLock { state in
                state.waiting.firstIndex { $0.number == number }.map { state.waiting.remove(at: $0) }
            }
            left?.continuation.resume(returning: false)
        }
    }

    private func leave() {
        let next = state.withLock { state in
            if state.waiting.isEmpty {
                state.isTaken = false
                return CheckedContinuation<Bool, Never>?.none
            }
            return state.waiting.removeFirst().continuation
        }
        next?.resume(returning: true)
    }
}

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
