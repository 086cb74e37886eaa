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
