#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The local clock: converts between moments and times of day. Moments are in milliseconds since 1970.
package struct LocalTime: Sendable {
    /// The clock's offset from UTC at a moment, in seconds.
    private let offset: @Sendable (Int64) -> Int

    private static let day: Int64 = 86_400_000
    /// About 280,000 years.
    private static let farthest: Int64 = 1 << 53

    /// - Parameter offset: the clock's offset from UTC at a moment, in seconds: at most a day, in either direction.
    package init(offset: @escaping @Sendable (Int64) -> Int) {
        self.offset = offset
    }

    /// The clock of this machine and its user (`TZ`).
    package static let system = LocalTime { moment in
        var seconds = time_t(moment / 1000)
        var parts = tm()
        guard localtime_r(&seconds, &parts) != nil else { return 0 }
        return parts.tm_gmtoff
    }

    /// The time of day at a moment, such as `14:05`.
    package func clock(_ moment: Int64) -> String {
        let minutes = Int(Self.remainder(local(moment)) / 60_000)
        return WatchInterval.clock(hour: minutes / 60, minute: minutes % 60)
    }

    /// The ordinal of the local date at a moment.
    func date(_ moment: Int64) -> Int64 { (local(moment) - Self.remainder(local(moment))) / Self.day }

    /// The first moment of a date at which the clock shows this time of day, or a later one if the clock skips it.
    func moment(on date: Int64, hour: Int, minute: Int) -> Int64 {
        let wanted = date * Self.day + Int64(hour * 60 + minute) * 60_000
        // The offsets well before and after. If the clock is set back in between, the time occurs twice, and the
        // earlier one is used.
        let offsets = [shift(wanted - Self.day), shift(wanted + Self.day)]
        let candidates = offsets.map { wanted - $0 }.sorted()
        if let first = candidates.first(where: { local($0) == wanted }) { return first }
        // The clock skips the time. Between the candidates, it is set forward and never back.
        var (before, after) = (candidates[0], candidates[1])
        while after - before > 1 {
            let middle = before + (after - before) / 2
            if local(middle) < wanted { before = middle } else { after = middle }
        }
        return after
    }

    private func local(_ moment: Int64) -> Int64 {
        min(max(moment, -Self.farthest), Self.farthest) + shift(moment)
    }

    private func shift(_ moment: Int64) -> Int64 { Int64(min(max(offset(moment), -86_400), 86_400)) * 1000 }

    private static func remainder(_ local: Int64) -> Int64 { ((local % day) + day) % day }
}
