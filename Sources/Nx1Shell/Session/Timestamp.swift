#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The time of day as records have it.
enum Timestamp {
    /// Now, as ISO 8601 in UTC with milliseconds.
    static func now() -> String {
        Date.now.ISO8601Format(.init(includingFractionalSeconds: true))
    }
}
