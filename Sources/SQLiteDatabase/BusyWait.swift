#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The waits of a connection for another one's lock: short at first, because most locks are brief.
struct BusyWait {
    /// When waiting ends.
    let end: ContinuousClock.Instant

    /// In milliseconds; the last one repeats.
    private static let delays = [1, 2, 5, 10, 15, 20, 25, 25, 25, 50, 50, 100]

    /// The delay after `count` waits; nil if it is time to give up.
    func delay(after count: Int, at now: ContinuousClock.Instant) -> Duration? {
        guard count >= 0, now < end else { return nil }
        let delay = Self.delays[min(count, Self.delays.count - 1)]
        return min(.milliseconds(delay), end - now)
    }

    /// Waits if there is time left. Returns whether it did.
    func wait(after count: Int) -> Bool {
        guard let delay = delay(after: count, at: .now) else { return false }
        usleep(useconds_t(delay.components.attoseconds / 1_000_000_000_000))
        return true
    }
}
