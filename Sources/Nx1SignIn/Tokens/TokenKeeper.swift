import Nx1Events
import Nx1HTTP
import Nx1Values
import Synchronization

/// Caches one access token and renews it in time, with one fetch for all waiting requests.
final class TokenKeeper: Sendable {
    private let kept = Mutex(KeptToken())
    private let turnstile = Turnstile()

    /// The authorization for a request that is about to leave.
    /// - Parameter fetch: fetches a new token. It runs in the task of one of the waiting callers; if that's cancelled,
    ///   the next takes over.
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

    /// Stores a token obtained in another way than by a fetch.
    func store(_ token: AccessToken) { kept.withLock { $0.store(token) } }

    /// Discards an authorization that the service refused.
    func discard(_ refused: Authorization) { kept.withLock { $0.discard(refused) } }

    func forget() { kept.withLock { $0.forget() } }

    /// The last authorization that the service refused.
    var refused: Authorization? { kept.withLock { $0.refused } }

    /// The token in use.
    var token: AccessToken? { kept.withLock { $0.token } }
}

/// An asynchronous lock that admits callers one at a time, in order of arrival. Waiting callers can be cancelled.
final class Turnstile: Sendable {
    private struct State {
        var isTaken = false
        var arrivals = 0
        var waiting: [(number: Int, continuation: CheckedContinuation<Bool, Never>)] = []
    }

    private let state = Mutex(State())

    /// Runs `body` after all earlier callers have finished.
    /// - Throws: `CancellationError` if the task is cancelled while it waits; any error of `body`.
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

/// A token fetch in a separate task, shared by all waiting callers: each may leave at any time, and others may join.
///
/// It's cancelled when the last caller leaves, except during a request that it ``carry(_:)``s: if the response to a
/// refresh token is lost, so is the sign-in, since the provider treats a second use of the token as theft.
final class SharedFetch: Sendable {
    typealias Fetch = @Sendable (SharedFetch) async throws -> AccessToken

    private enum Outcome {
        case ended(Result<AccessToken, any Error>)
        /// All callers left before the fetch ended.
        case abandoned
        /// The caller was cancelled.
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

    /// The number of waiting callers.
    var count: Int { state.withLock { $0.waiting.count } }

    /// The token of the fetch in progress, or of a new fetch.
    /// - Throws: `CancellationError` as soon as the caller's task is cancelled; any error of the fetch.
    func token(_ fetch: @escaping Fetch) async throws -> AccessToken {
        while true {
            switch await outcome(fetch) {
            case .ended(let result): return try result.get()
            case .abandoned: continue
            case .left: throw CancellationError()
            }
        }
    }

    /// Runs `body` to completion even if all callers leave; called by the fetch itself.
    /// - Throws: `CancellationError` if all callers left before it starts; any error of `body`.
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
                    // Not a child of the caller's task, which it may outlive.
                    state.task = state.task ?? Task { await self.run(fetch) }
                    return true
                }
                if !isWaiting { continuation.resume(returning: .left) }
            }
        } onCancel: {
            abandon { $0.waiting.removeValue(forKey: number) }?.resume(returning: .left)
        }
    }

    /// Applies `change`, then cancels the fetch if no caller waits and no request is being carried.
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
