/// Where on a request's way to the service and back something breaks.
public enum FaultStage: Sendable, Hashable {
    /// The connection breaks before anything of a request is read from it, or doesn't come about.
    case beforeAccepting
    /// The request is read; the service never hears of it.
    case afterAccepting
    /// The service has taken the request; nothing of its answer comes back.
    case afterTaking
    /// Half of the answer's head comes back.
    case inHead
    /// The head comes back, and half of the first piece of the body.
    case inBody
    /// All comes back but the last byte: of the body, or of what says that it ends.
    case inLastChunk
    /// So many events come back, and nothing of the next.
    case betweenEvents(after: Int)
    /// So many events come back, and half of the next.
    case insideEvent(after: Int)
}

/// What happens there.
public enum Fault: Sendable, Hashable {
    /// Nobody listens. Only ``FaultStage/beforeAccepting``.
    case refused
    /// The connection is reset (TCP RST).
    case reset
    /// The connection is closed in the orderly way (TCP FIN).
    case closed
    /// Nothing more comes, and the connection stays open until the client leaves.
    case silent
    /// The rest comes byte by byte.
    case slow
    /// Bytes come that mean nothing, more of them than an answer has left, and then the connection is closed.
    case garbage
    /// Another answer with this status comes instead. Not once a part of the right one has come back.
    case status(Int, retryAfter: Int? = nil)
}

/// What a ``FaultProxy`` does to requests of one kind.
public struct FaultRule: Sendable {
    let method: String
    let path: String
    let stage: FaultStage
    let fault: Fault
    let times: Int?

    /// - Parameters:
    ///   - request: a method and the beginning of a path: `POST /api/crews/run`; an empty text is any request. Before a
    ///     connection is accepted no request is known, so there every connection counts.
    ///   - times: to how many of them, from the first; to all if nil.
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
