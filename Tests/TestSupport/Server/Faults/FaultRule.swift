/// The point of a request's way to the service and back where a fault occurs.
public enum FaultStage: Sendable, Hashable {
    /// Before the request is read, or while connecting.
    case beforeAccepting
    /// After the request is read. The service never receives it.
    case afterAccepting
    /// After the service received the request. Nothing of its answer comes back.
    case afterTaking
    /// In the middle of the answer's head.
    case inHead
    /// In the middle of the first piece of the body.
    case inBody
    /// Before the last byte of the body, or of its last chunk.
    case inLastChunk
    /// Between events, after this number of events.
    case betweenEvents(after: Int)
    /// In the middle of an event, after this number of complete events.
    case insideEvent(after: Int)
}

/// A fault.
public enum Fault: Sendable, Hashable {
    /// The connection is refused. Only at ``FaultStage/beforeAccepting``.
    case refused
    /// The connection is reset (TCP RST).
    case reset
    /// The connection is closed (TCP FIN).
    case closed
    /// Nothing more arrives, and the connection stays open until the client closes it.
    case silent
    /// The rest arrives byte by byte.
    case slow
    /// Meaningless bytes arrive, more than the rest of an answer, and then the connection is closed.
    case garbage
    /// Another answer with this status arrives instead. Only before any part of the real answer came back.
    case status(Int, retryAfter: Int? = nil)
}

/// The fault that a ``FaultProxy`` injects into one kind of request.
public struct FaultRule: Sendable {
    let method: String
    let path: String
    let stage: FaultStage
    let fault: Fault
    let times: Int?

    /// Creates a rule.
    ///
    /// - Parameters:
    ///   - request: a method and a path prefix, such as `POST /api/crews/run`. An empty string matches every request.
    ///     Before a connection is accepted, the request isn't known, so the rule applies to every connection.
    ///   - times: the number of requests, from the first, that the rule applies to; nil for all.
    public init(_ request: String, _ stage: FaultStage, _ fault: Fault, times: Int? = 1) {
        let words = request.split(separator: " ")
        method = words.first.map(String.init) ?? ""
        path = words.last.map(String.init) ?? ""
        self.stage = stage
        self.fault = fault
        self.times = times
    }

    func matches(_ request: ReceivedRequest) -> Bool {
        stage != .beforeAccepting && request.method.hasPrefix(method)
            && (method.isEmpty || request.path.hasPrefix(path))
    }
}
