/// One server-sent event (WHATWG HTML, section 9.2).
public struct ServerSentEvent: Sendable, Hashable {
    /// The event type: `message` unless an `event` field named another.
    public var type: String
    /// The lines of its `data` fields, joined by LF.
    public var data: String
    /// The last event id when it came; empty if there was none.
    public var id: String

    /// An event as a decoder yields it.
    public init(type: String = "message", data: String, id: String = "") {
        self.type = type
        self.data = data
        self.id = id
    }
}
