import Nx1Events

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The current time, and times as text.
extension Timestamp {
    /// Now, as ISO 8601 in UTC with milliseconds.
    package static func now() -> String { text(milliseconds()) }

    /// Now, in milliseconds since 1970.
    package static func milliseconds() -> Int64 {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        return Int64(now.tv_sec) * 1000 + Int64(now.tv_nsec / 1_000_000)
    }

    /// A time in milliseconds since 1970, as ISO 8601 in UTC with milliseconds.
    package static func text(_ milliseconds: Int64) -> String {
        let (seconds, rest) = milliseconds.quotientAndRemainder(dividingBy: 1000)
        var moment = time_t(rest < 0 ? seconds - 1 : seconds)
        var parts = tm()
        gmtime_r(&moment, &parts)
        // Three digits: adding 1000 keeps leading zeros, and the 1 is dropped.
        let fraction = String((rest < 0 ? rest + 1000 : rest) + 1000).dropFirst()
        return formatted(parts, "%Y-%m-%dT%H:%M:%S") + "." + String(fraction) + "Z"
    }

    /// A time in the local time zone, such as 2026-11-25 00:23.
    package static func local(_ milliseconds: Int64) -> String {
        var moment = time_t(milliseconds / 1000)
        var parts = tm()
        localtime_r(&moment, &parts)
        return formatted(parts, "%Y-%m-%d %H:%M")
    }

    /// The same with `today` for the date if `now` is on the same day: `today 09:14`.
    package static func local(_ milliseconds: Int64, asOf now: Int64) -> String {
        let text = local(milliseconds)
        let day = local(now).prefix { $0 != " " }
        return text.hasPrefix(day) ? "today" + text.dropFirst(day.count) : text
    }

    /// The same without the date if `now` is on the same day: `09:14`.
    package static func clock(_ milliseconds: Int64, asOf now: Int64) -> String {
        let text = local(milliseconds)
        let day = local(now).prefix { $0 != " " } + " "
        return text.hasPrefix(day) ? String(text.dropFirst(day.count)) : text
    }

    private static func formatted(_ parts: tm, _ format: String) -> String {
        var (parts, text) = (parts, [CChar](repeating: 0, count: 64))
        let count = strftime(&text, text.count, format, &parts)
        return String(decoding: text[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
