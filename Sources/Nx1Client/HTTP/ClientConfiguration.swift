/// Everything a client needs to know before its first request.
public struct ClientConfiguration: Sendable, Hashable {
    /// Where the service is.
    public var address: ServiceAddress
    /// What signs each request; without, the service answers only what is open to everybody.
    public var credentials: Credentials?
    /// How long one request may take, from asking for a connection to the last byte of its answer (of an event stream:
    /// to its head). More than zero.
    public var requestTimeout: Duration
    /// Whether the service's certificate is checked. Off only for a service one runs oneself.
    public var verifiesCertificates: Bool
    /// The largest answer taken, in bytes; a larger one is an error. An event stream has no such limit.
    public var maximumBodySize: Int
    /// The largest single event taken, in bytes.
    public var maximumEventSize: Int

    /// A configuration for the service at `host`, which is read as ``ServiceAddress/init(_:)`` does.
    /// - Parameter requestTimeout: for one request; the official tool's 30 seconds unless given.
    /// - Throws: ``Nx1Error`` (`invalidSetting`) if `host` can't be used.
    public init(
        host: String,
        credentials: Credentials? = nil,
        requestTimeout: Duration = .seconds(30),
        verifiesCertificates: Bool = true
    ) throws(Nx1Error) {
        address = try ServiceAddress(host)
        self.credentials = credentials
        self.requestTimeout = requestTimeout
        self.verifiesCertificates = verifiesCertificates
        maximumBodySize = 64 << 20
        maximumEventSize = 16 << 20
    }
}
