import Nx1Events
package import RepeatedQuestions
import RunJournal

/// The time that watches go by; a test brings its own.
package struct WatchClock: Sendable {
    /// Now, in milliseconds since 1970.
    package var now: @Sendable () -> Int64
    /// Waits for so long, or until the task is cancelled.
    package var sleep: @Sendable (Duration) async throws -> Void
    /// The clock on the wall.
    package var localTime: LocalTime

    package init(
        now: @escaping @Sendable () -> Int64, sleep: @escaping @Sendable (Duration) async throws -> Void,
        localTime: LocalTime
    ) {
        self.now = now
        self.sleep = sleep
        self.localTime = localTime
    }

    /// The machine's.
    package static let system = WatchClock(
        now: { Timestamp.milliseconds() }, sleep: { try await Task.sleep(for: $0) }, localTime: .system)
}
