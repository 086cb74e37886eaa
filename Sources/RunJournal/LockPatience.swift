/// How long to wait for other programs' locks: the usual time until one wait times out, and then not at all for a
/// minute.
struct LockPatience {
    /// The usual time.
    let usual: Duration
    private var wasInVain: ContinuousClock.Instant?

    private static let pause = Duration.seconds(60)

    init(usual: Duration) {
        self.usual = usual
    }

    /// Records that a wait has timed out.
    mutating func expire(at now: ContinuousClock.Instant) {
        if !isExhausted(at: now) { wasInVain = now }
    }

    /// When a wait that starts now ends.
    func end(at now: ContinuousClock.Instant) -> ContinuousClock.Instant {
        isExhausted(at: now) ? now : now + usual
    }

    private func isExhausted(at now: ContinuousClock.Instant) -> Bool {
        wasInVain.map { now - $0 < Self.pause } ?? false
    }
}
