import Dispatch
import Synchronization

/// Runs work that may never return, such as reading a file on an unavailable network share.
enum BoundedWork {
    /// Runs blocking `work` on a separate thread, which is abandoned after `limit`.
    /// - Returns: nil if the work took longer.
    /// - Throws: `CancellationError`, immediately when the task is cancelled.
    static func run<Value: Sendable>(
        within limit: Duration, _ work: @escaping @Sendable () -> Value
    ) async throws -> Value? {
        try await wait(within: limit) { wait in
            // A serial queue, because the threads of the global queues are limited.
            DispatchQueue(label: "nx1sh.doctor").async { wait.end(.success(work())) }
        }
    }

    /// Runs asynchronous `work` that may ignore cancellation.
    static func run<Value: Sendable>(
        within limit: Duration, _ work: @escaping @Sendable () async -> Value
    ) async throws -> Value? {
        try await wait(within: limit) { wait in Task { wait.end(.success(await work())) } }
    }

    private static func wait<Value: Sendable>(
        within limit: Duration, _ begin: (Wait<Value>) -> Void
    ) async throws -> Value? {
        let wait = Wait<Value>()
        let alarm = Task {
            try await Task.sleep(for: limit)
            wait.end(.success(nil))
        }
        defer { alarm.cancel() }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                wait.begin(continuation)
                begin(wait)
            }
        } onCancel: {
            wait.end(.failure(CancellationError()))
        }
    }
}

/// A continuation that the first of several results resumes.
private final class Wait<Value: Sendable>: Sendable {
    private enum State {
        case ready
        case waiting(CheckedContinuation<Value?, any Error>)
        case ended(Result<Value?, any Error>)
    }

    private let state = Mutex(State.ready)

    func begin(_ continuation: CheckedContinuation<Value?, any Error>) {
        let result = state.withLock { state -> Result<Value?, any Error>? in
            if case .ended(let result) = state { return result }
            state = .waiting(continuation)
            return nil
        }
        if let result { continuation.resume(with: result) }
    }

    func end(_ result: Result<Value?, any Error>) {
        let continuation = state.withLock { state -> CheckedContinuation<Value?, any Error>? in
            switch state {
            case .ended: return nil
            case .ready:
                state = .ended(result)
                return nil
            case .waiting(let continuation):
                state = .ended(result)
                return continuation
            }
        }
        continuation?.resume(with: result)
    }
}
