/// The answer of `GET /api/health/ping`, the official tool's health check.
public struct ServicePing: Hashable, Sendable {
    /// The service's version, if it says one.
    public var version: String?
    /// Everything it said.
    public var body: JSONValue
    /// From sending the request to the end of the answer.
    public var roundTrip: Duration

    init(body: JSONValue, roundTrip: Duration) {
        version = body["version"]?.string
        self.body = body
        self.roundTrip = roundTrip
    }
}
