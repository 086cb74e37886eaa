/// A request received by a ``ScriptedServer``.
public struct ReceivedRequest: Sendable {
    /// The method, such as `POST`.
    public let method: String
    /// The request target with its query, such as `/api/crew-runs?limit=100`.
    public let path: String
    /// The header fields in order, with their names as sent.
    public let headers: [(name: String, value: String)]
    /// The body, decoded from the transfer coding.
    public let body: [UInt8]
    /// The number of the connection it arrived on. The server's first connection is 0.
    public let connection: Int

    /// The first value of a header field. Ignores the case of the name.
    public func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    /// The body as text.
    public var text: String { String(decoding: body, as: UTF8.self) }
}
