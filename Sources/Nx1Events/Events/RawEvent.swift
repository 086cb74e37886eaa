/// An event as received, before it's parsed.
public struct RawEvent: Sendable, Hashable {
    /// The type of a server-sent event, if it has one.
    public var name: String?
    /// The event's own id.
    public var id: String?
    /// The payload, byte for byte; usually JSON.
    public var payload: [UInt8]

    /// Creates a raw event.
    public init(name: String? = nil, id: String? = nil, payload: [UInt8]) {
        self.name = name
        self.id = id
        self.payload = payload
    }
}

/// An event or a whole document exceeds the size limit.
public struct EventSizeExceeded: Error, Sendable, Hashable, CustomStringConvertible {
    /// The limit in bytes.
    public let limit: Int

    /// Creates an error with the limit.
    public init(limit: Int) {
        self.limit = limit
    }

    public var description: String {
        "The service sent an event, or a list of events, larger than the limit of \(ByteCount(limit))."
    }
}
