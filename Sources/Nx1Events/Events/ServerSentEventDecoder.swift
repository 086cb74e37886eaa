/// One server-sent event (WHATWG HTML, section 9.2).
public struct ServerSentEvent: Sendable, Hashable {
    /// The event type, by default `message`.
    public var type: String
    /// The lines of its `data` fields, joined by LF.
    public var data: String
    /// The last event id at the time of the event; empty if there was none.
    public var id: String

    /// Creates an event.
    public init(type: String = "message", data: String, id: String = "") {
        self.type = type
        self.data = data
        self.id = id
    }
}

/// Decodes bytes into server-sent events by the rules of WHATWG HTML, section 9.2.6, independent of the chunking.
///
/// An incomplete event at the end of the stream is dropped, as the rules require, so there is no method to finish
/// decoding.
public struct ServerSentEventDecoder: Sendable {
    private let maximumEventSize: Int
    private var lines: LineSplitter
    private var isFirstLine = true
    private var data: [UInt8] = []
    private var type = ""
    private var id: String

    /// The id to reconnect with (`Last-Event-ID`), from the last complete event; empty if there is none.
    public private(set) var lastEventID: String
    /// The pause before a reconnection that the stream requests (`retry`), if any.
    public private(set) var reconnectionTime: Duration?

    /// - Parameters:
    ///   - maximumEventSize: the maximum size of an event, in bytes; by default 16 MiB.
    ///   - lastEventID: the last event id of the stream that this one continues, if any. Events without an id inherit
    ///     it.
    public init(maximumEventSize: Int = 16 << 20, lastEventID: String = "") {
        self.maximumEventSize = maximumEventSize
        self.lastEventID = lastEventID
        id = lastEventID
        lines = LineSplitter(.any, limit: maximumEventSize)
    }

    /// Decodes the next chunk and calls `body` with each complete event.
    /// - Throws: ``EventSizeExceeded``; any error of `body`. The decoder can't be used afterwards.
    public mutating func decode(
        _ bytes: UnsafeRawBufferPointer, _ body: (ServerSentEvent) throws -> Void
    ) throws {
        // The splitter is moved out while it calls back, since the callbacks mutate the decoder.
        var lines = lines
        self.lines = LineSplitter(.any, limit: 0)
        defer { self.lines = lines }
        try lines.split(bytes) { line in
            if let event = try process(line) { try body(event) }
        }
    }

    /// Decodes the next chunk and returns the complete events.
    /// - Throws: ``EventSizeExceeded``.
    public mutating func decode(_ bytes: some Sequence<UInt8>) throws -> [ServerSentEvent] {
        var events: [ServerSentEvent] = []
        try Array(bytes).withUnsafeBytes { try decode($0) { events.append($0) } }
        return events
    }

    private mutating func process(_ line: UnsafeRawBufferPointer) throws -> ServerSentEvent? {
        var line = line
        if isFirstLine {
            isFirstLine = false
            if line.starts(with: [0xEF, 0xBB, 0xBF]) {
                line = UnsafeRawBufferPointer(rebasing: line.dropFirst(3))
            }
        }
        if line.isEmpty { return dispatch() }
        if let (field, value) = Field.split(line) { try set(field, to: value) }
        return nil
    }

    private mutating func set(_ field: Field, to value: UnsafeRawBufferPointer) throws {
        switch field {
        case .data:
            guard data.count + value.count < maximumEventSize else {
                throw EventSizeExceeded(limit: maximumEventSize)
            }
            data.append(contentsOf: value)
            data.append(0x0A)
        case .event:
            type = String(decoding: value, as: UTF8.self)
        case .id:
            if !value.contains(0) { id = String(decoding: value, as: UTF8.self) }
        case .retry:
            let isNumber =
                !value.isEmpty && value.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            if isNumber, let milliseconds = Int64(String(decoding: value, as: UTF8.self)) {
                reconnectionTime = Seconds(clamping: Double(milliseconds) / 1000)?.duration
            }
        }
    }

    private mutating func dispatch() -> ServerSentEvent? {
        lastEventID = id
        defer {
            data.removeAll(keepingCapacity: data.count < 1 << 16)
            type = ""
        }
        if data.isEmpty { return nil }
        return ServerSentEvent(
            type: type.isEmpty ? "message" : type, data: String(decoding: data.dropLast(), as: UTF8.self),
            id: id)
    }
}

extension ServerSentEventDecoder {
    /// The supported fields; every other line, including comments, is ignored.
    private enum Field {
        case data, event, id, retry

        /// The field and value of a line; nil for any other line.
        static func split(_ line: UnsafeRawBufferPointer) -> (Field, UnsafeRawBufferPointer)? {
            switch line.first {
            case UInt8(ascii: "d"): line.value(of: "data").map { (.data, $0) }
            case UInt8(ascii: "e"): line.value(of: "event").map { (.event, $0) }
            case UInt8(ascii: "i"): line.value(of: "id").map { (.id, $0) }
            case UInt8(ascii: "r"): line.value(of: "retry").map { (.retry, $0) }
            default: nil
            }
        }
    }
}

extension UnsafeRawBufferPointer {
    /// The value after the colon and an optional space; empty if the line is only the name; nil if it has another name.
    fileprivate func value(of name: StaticString) -> UnsafeRawBufferPointer? {
        var start = name.utf8CodeUnitCount
        guard count >= start else { return nil }
        for offset in 0..<start where self[offset] != name.utf8Start[offset] { return nil }
        if count > start {
            guard self[start] == UInt8(ascii: ":") else { return nil }
            start += 1
            if count > start && self[start] == UInt8(ascii: " ") { start += 1 }
        }
        return UnsafeRawBufferPointer(rebasing: self[start...])
    }
}
