/// What belongs together, an event or a whole document, is larger than is taken.
public struct EventSizeExceeded: Error, Sendable, Hashable, CustomStringConvertible {
    /// The limit in bytes.
    public let limit: Int

    /// An error that names the limit.
    public init(limit: Int) {
        self.limit = limit
    }

    public var description: String {
        let size = limit >= 1 << 20 ? "\(limit >> 20) MiB" : "\(limit) bytes"
        return "The service sent an event, or a list of events, larger than the limit of \(size)."
    }
}
