#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The waits of one connection for another to give its lock back: short at first, as most locks last for moments.
struct BusyWait {
    /// For how long it waits in all, give or take the last wait.
    let patience: Duration

    /// Milliseconds; the last one is repeated.
    private static let delays = [1, 2, 5, 10, 15, 20, 25, 25, 25, 50, 50, 100]

    /// How long to wait when it has waited `count` times; nil if it has waited long enough.
    func delay(after count: Int) -> Duration? {
        guard count >= 0, let last = Self.delays.last else { return nil }
        let waited = Self.delays.prefix(count).reduce(0, +) + max(0, count - Self.delays.count) * last
        guard Duration.milliseconds(waited) < patience else { return nil }
        return .milliseconds(count < Self.delays.count ? Self.delays[count] : last)
    }

    /// Waits, if there is patience left for it.
    func wait(after count: Int) -> Bool {
        guard let delay = delay(after: count) else { return false }
        usleep(useconds_t(delay.components.attoseconds / 1_000_000_000_000))
        return true
    }
}
