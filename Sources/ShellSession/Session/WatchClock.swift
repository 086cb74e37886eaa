import Nx1Events
package import RepeatedQuestions
import RunJournal

/// The clock of watches, replaceable in tests.
package struct WatchClock: Sendable {
    /// Now, in milliseconds since 1970.
    package var now: @Sendable () -> Int64
    /// Sleeps for a duration, or until the task is cancelled.
    package var sleep: @Sendable (Duration) async throws -> Void
    /// The local time.
    package var localTime: LocalTime

    package init(
        now: @escaping @Sendable () -> Int64, sleep: @escaping @Sendable (Duration) async throws -> Void,
        localTime: LocalTime
    ) {
        self.now = now
        self.sleep = sleep
        self.localTime = localTime
    }

    /// The system's clock.
    package static let system = WatchClock(
        now: { Timestamp.milliseconds() }, sleep: { try await Task.sleep(for: $0) }, localTime: .system)
}
