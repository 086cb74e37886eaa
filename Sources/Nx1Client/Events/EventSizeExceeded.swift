/// What belongs together, an event or a whole document, is larger than is taken.
public struct EventSizeExceeded: Error, Sendable, Hashable, CustomStringConvertible {
    /// The limit in bytes.
    public let limit: Int

    /// An error that names the limit.
    public init(limit: Int) {
        self.limit = limit
    }

    public var description: String {
        "The service sent an event, or a list of events, larger than the limit of \(limit.asSize)."
    }
}

extension Int {
    /// As a number of bytes: "16 MiB", or "1000 bytes".
    var asSize: String {
        self >= 1 << 20 ? "\(self >> 20) MiB" : "\(self) bytes"
    }
}
