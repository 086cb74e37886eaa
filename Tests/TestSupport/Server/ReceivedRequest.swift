/// A request as a ``ScriptedServer`` received it.
public struct ReceivedRequest: Sendable {
    /// The method: `POST`.
    public let method: String
    /// The request target with its query: `/api/crew-runs?limit=100`.
    public let path: String
    /// The header fields in order, with their names as they were sent.
    public let headers: [(name: String, value: String)]
    /// The body, without the framing of the transfer.
    public let body: [UInt8]
    /// Which connection it came on; the server's first is 0.
    public let connection: Int

    /// The first value of a header field; case doesn't matter in the name.
    public func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    /// The body as text.
    public var text: String { String(decoding: body, as: UTF8.self) }
}
