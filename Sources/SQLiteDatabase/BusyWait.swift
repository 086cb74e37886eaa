#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The waits of one connection for another to give its lock back: short at first, as most locks last for moments.
struct BusyWait {
    /// When it waits no longer.
    let end: ContinuousClock.Instant

    /// Milliseconds; the last one is repeated.
    private static let delays = [1, 2, 5, 10, 15, 20, 25, 25, 25, 50, 50, 100]

    /// How long to wait when it has waited `count` times; nil if it has waited long enough.
    func delay(after count: Int, at now: ContinuousClock.Instant) -> Duration? {
        guard count >= 0, now < end else { return nil }
        let delay = Self.delays[min(count, Self.delays.count - 1)]
        return min(.milliseconds(delay), end - now)
    }

    /// Waits, if there is time left for it.
    func wait(after count: Int) -> Bool {
        guard let delay = delay(after: count, at: .now) else { return false }
        usleep(useconds_t(delay.components.attoseconds / 1_000_000_000_000))
        return true
    }
}
