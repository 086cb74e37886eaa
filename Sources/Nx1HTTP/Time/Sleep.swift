import NIOCore
import NIOPosix
import Nx1Events
import Synchronization

/// A wait that leaves nothing behind when it is cancelled.
///
/// A cancelled `Task.sleep` keeps its timer until the time it was for. Each request has limits of half a minute and more, of
/// which nearly all are cancelled: at hundreds of runs a second they would add up to a hundred megabytes.
final class Sleep: Sendable {
    private enum State {
        case ready
        case asleep(CheckedContinuation<Void, any Error>, timer: Scheduled<Void>?)
        case over
    }

    private let state = Mutex(State.ready)

    /// Waits for so long.
    /// - Throws: `CancellationError`.
    static func sleep(for duration: Duration) async throws {
        try Task.checkCancellation()
        let sleep = Sleep()
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { sleep.begin($0, for: duration) }
        } onCancel: {
            sleep.end(throwing: CancellationError())
        }
    }

    private func begin(_ continuation: CheckedContinuation<Void, any Error>, for duration: Duration) {
        let isOver = state.withLock { state in
            if case .over = state { return true }
            state = .asleep(continuation, timer: nil)
            return false
        }
        if isOver { return continuation.resume(throwing: CancellationError()) }
        let timer = MultiThreadedEventLoopGroup.singleton.any().scheduleTask(
            in: .nanoseconds(max(0, duration.nanoseconds))
        ) { [self] in end(throwing: nil) }
        let isLate = state.withLock { state in
            guard case .asleep(let continuation, _) = state else { return true }
            state = .asleep(continuation, timer: timer)
            return false
        }
        if isLate { timer.cancel() }
    }

    private func end(throwing error: CancellationError?) {
        let state = state.withLock { state in
            defer { state = .over }
            return state
        }
        guard case .asleep(let continuation, let timer) = state else { return }
        timer?.cancel()
        if let error { continuation.resume(throwing: error) } else { continuation.resume() }
    }
}

/// Runs `operation`, but for no longer than `limit`; nil if it was cut short. What it was doing is cancelled and has ended
/// when this returns.
func withTimeLimit<Result: Sendable>(
    _ limit: Duration, _ operation: @escaping @Sendable () async throws -> Result
) async throws -> Result? {
    try await withThrowingTaskGroup(of: Result?.self) { group in
        defer { group.cancelAll() }
        group.addTask { try await operation() }
        group.addTask {
            try await Sleep.sleep(for: limit)
            return nil
        }
        return try await group.next() ?? nil
    }
}
