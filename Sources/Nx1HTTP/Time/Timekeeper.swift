import NIOCore
import NIOPosix
import Nx1Events
import Synchronization

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The clocks and the randomness that a client uses to wait and retry; tests provide their own.
public struct Timekeeper: Sendable {
    /// The time since some fixed moment. It never goes back, and advances while the machine sleeps.
    public var now: @Sendable () -> Duration
    /// Seconds since 1970-01-01 00:00 UTC, for times named by a service.
    public var secondsSince1970: @Sendable () -> Double
    /// Waits for the duration, or until the task is cancelled.
    public var sleep: @Sendable (Duration) async throws -> Void
    /// A uniformly distributed random number from 0 to 1.
    public var chance: @Sendable () -> Double

    /// Creates a timekeeper, by default with the system's clocks and randomness.
    public init(
        now: (@Sendable () -> Duration)? = nil,
        secondsSince1970: (@Sendable () -> Double)? = nil,
        sleep: (@Sendable (Duration) async throws -> Void)? = nil,
        chance: @escaping @Sendable () -> Double = { .random(in: 0...1) }
    ) {
        let start = ContinuousClock.now
        self.now = now ?? { ContinuousClock.now - start }
        self.secondsSince1970 = secondsSince1970 ?? { Date.now.timeIntervalSince1970 }
        self.sleep = sleep ?? { try await Sleep.sleep(for: $0) }
        self.chance = chance
    }

    /// The system's clocks and random numbers.
    public static let system = Timekeeper()
}

/// The input of a decision about time: the current time and a random number.
package struct Moment: Sendable, Hashable {
    /// The time since some fixed moment.
    package var now: Duration = .zero
    /// A random number from 0 to 1.
    var chance = 1.0
    /// Whether the service responds to similar requests.
    package var servesOthers = false

    package init(now: Duration = .zero, chance: Double = 1.0, servesOthers: Bool = false) {
        self.now = now
        self.chance = chance
        self.servesOthers = servesOthers
    }
}

extension Timekeeper {
    package var moment: Moment { Moment(now: now(), chance: chance()) }
}

/// A sleep that frees its timer when it's cancelled.
///
/// A cancelled `Task.sleep` keeps its timer until its deadline. Each request has limits of half a minute and more,
/// nearly all of which are cancelled: at hundreds of runs a second they would add up to a hundred megabytes.
final class Sleep: Sendable {
    private enum State {
        case ready
        case asleep(CheckedContinuation<Void, any Error>, timer: Scheduled<Void>?)
        case over
    }

    private let state = Mutex(State.ready)

    /// Waits for the duration.
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

/// Runs `operation` for at most `limit`; returns nil if it timed out. The operation is then cancelled, and has ended
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
