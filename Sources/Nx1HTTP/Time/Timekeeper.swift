#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The clocks and the chance that a client waits and retries by; a test brings its own.
public struct Timekeeper: Sendable {
    /// Time since some fixed moment. It never goes back, and goes on while the machine sleeps.
    public var now: @Sendable () -> Duration
    /// Seconds since 1970-01-01 00:00 UTC, for times that a service names.
    public var secondsSince1970: @Sendable () -> Double
    /// Waits for so long, or until the task is cancelled.
    public var sleep: @Sendable (Duration) async throws -> Void
    /// A number from 0 to 1, each as likely as any other.
    public var chance: @Sendable () -> Double

    /// A timekeeper of these parts; what isn't given is the system's.
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

/// What a decision about time needs to know: when it is, and how chance fell.
package struct Moment: Sendable, Hashable {
    /// Time since some fixed moment.
    package var now: Duration = .zero
    /// A random number from 0 to 1.
    var chance = 1.0

    package init(now: Duration = .zero, chance: Double = 1.0) {
        self.now = now
        self.chance = chance
    }
}

extension Timekeeper {
    package var moment: Moment { Moment(now: now(), chance: chance()) }
}
