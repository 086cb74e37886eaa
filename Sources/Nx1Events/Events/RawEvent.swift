/// An event as it arrived, before anything in it is understood.
public struct RawEvent: Sendable, Hashable {
    /// The type of a server-sent event that named one.
    public var name: String?
    /// The id that the service gave this event and no other.
    public var id: String?
    /// The payload, byte for byte: usually JSON.
    public var payload: [UInt8]

    /// An event with what is known of it.
    public init(name: String? = nil, id: String? = nil, payload: [UInt8]) {
        self.name = name
        self.id = id
        self.payload = payload
    }
}

/// What belongs together, an event or a whole document, is larger than is taken.
public struct EventSizeExceeded: Error, Sendable, Hashable, CustomStringConvertible {
    /// The limit in bytes.
    public let limit: Int

    /// An error that names the limit.
    public init(limit: Int) {
        self.limit = limit
    }

    public var description: String {
        "The service sent an event, or a list of events, larger than the limit of \(ByteCount(limit))."
    }
}
