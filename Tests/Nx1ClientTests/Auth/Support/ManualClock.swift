import Synchronization

@testable import Nx1Client
@testable import Nx1Events
@testable import Nx1HTTP
@testable import Nx1Settings
@testable import Nx1SignIn

/// A clock set by a test.
final class ManualClock: Sendable {
    private let elapsed = Mutex<Duration>(.seconds(1000))
    private let pauses = Mutex<[Duration]>([])

    /// The requested pauses, which advanced only this clock.
    var pausesAsked: [Duration] { pauses.withLock(\.self) }

    func advance(by duration: Duration) { elapsed.withLock { $0 += duration } }

    /// Both clocks advance together; 1970 is a million seconds before the clock's zero.
    var timekeeper: Timekeeper {
        Timekeeper(
            now: { self.elapsed.withLock(\.self) },
            secondsSince1970: { 1_000_000 + self.elapsed.withLock(\.self).seconds },
            sleep: { pause in
                try Task.checkCancellation()
                self.pauses.withLock { $0.append(pause) }
                self.advance(by: pause)
            },
            chance: { 1 })
    }
}

extension ManualClock {
    /// A timekeeper with this clock and real pauses.
    var timekeeperWithRealPauses: Timekeeper {
        var timekeeper = timekeeper
        timekeeper.sleep = { try await Task.sleep(for: $0) }
        return timekeeper
    }
}
