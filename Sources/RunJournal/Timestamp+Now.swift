import Nx1Events

#if canImport(FoundationEssentials)
    import FoundationEssentials
    import Glibc
#else
    import Foundation
#endif

/// The time of day as records have it.
extension Timestamp {
    /// Now, as ISO 8601 in UTC with milliseconds.
    package static func now() -> String { text(milliseconds()) }

    /// Now, in milliseconds since 1970.
    package static func milliseconds() -> Int64 { Int64((Date.now.timeIntervalSince1970 * 1000).rounded()) }

    /// A moment in milliseconds since 1970, as ISO 8601 in UTC with milliseconds.
    package static func text(_ milliseconds: Int64) -> String {
        Date(timeIntervalSince1970: Double(milliseconds) / 1000)
            .ISO8601Format(.init(includingFractionalSeconds: true))
    }

    /// A moment for a person, by the clock on the wall, such as 2026-11-25 00:23.
    package static func local(_ milliseconds: Int64) -> String {
        var moment = time_t(milliseconds / 1000)
        var parts = tm()
        localtime_r(&moment, &parts)
        var text = [CChar](repeating: 0, count: 32)
        let count = strftime(&text, text.count, "%Y-%m-%d %H:%M", &parts)
        return String(decoding: text[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
