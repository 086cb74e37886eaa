public import Logging
package import Nx1Events
public import Nx1Values

/// The configuration of a client.
public struct ClientConfiguration: Sendable {
    /// The address of the service.
    public var address: ServiceAddress
    /// The credentials that sign each request; without them, only public calls succeed.
    public var credentials: (any Credentials)?
    /// The advice of an error if the service doesn't accept the credentials.
    public var signInAdvice: String {
        get { Nx1Error(.notSignedIn, "", advice: givenSignInAdvice, problem: signInProblem).advice ?? "" }
        set { givenSignInAdvice = newValue }
    }
    package var givenSignInAdvice: String? = "Use a valid key or token."
    /// The problem to report if the service doesn't accept the credentials.
    package var signInProblem: Nx1Error.Problem?
    /// The program's name in each request (`User-Agent`).
    public var userAgent = "Nx1Client"
    /// The limits on time and size.
    public var limits = Limits()
    /// What to retry, and for how long.
    public var retryPolicy = RetryPolicy()
    /// Whether certificates are checked. Turn this off only for a service that you run yourself.
    public var verifiesCertificates = true
    /// The file that replaces the system's certificate authorities; nil means the system's.
    public var certificateAuthorities: CertificateAuthorities?
    /// The proxies, by default none. ``ProxySettings/init(environment:)`` reads them from the environment.
    public var proxies = ProxySettings.none
    /// Whether to use HTTP/2 if the service supports it, except for event streams, which use separate connections.
    public var usesHTTP2 = true
    /// The log of retries, sign-ins and requests; silent by default. The level `notice` is for people who wait, `info`
    /// logs one line per request, `debug` its header fields, with values only for harmless ones, and its bodies.
    public var logger = Logger(label: "Nx1Client", factory: { _ in SwiftLogNoOpLogHandler() })
    /// Redacts a JSON body for the log.
    package var coverOfBodies: @Sendable (JSONValue) -> JSONValue = { $0 }
    /// Describes an error in the log, for programs with advice of their own.
    package var wording: @Sendable (Nx1Error) -> String = { $0.description }
    /// Called with each request for a run, including its correlation id, before it's sent. Record the id here: it finds
    /// the run whatever happens afterwards. If this throws, the request isn't sent.
    public var beforeStart: (@Sendable (CrewRunRequest) async throws -> Void)?
    /// Secrets of the settings, in addition to the credentials.
    package var secrets: [Secret] = []
    /// The clocks and the source of randomness.
    public var timekeeper = Timekeeper.system

    /// Creates a configuration without credentials for the service at `host`, parsed by ``ServiceAddress/init(_:)``.
    /// - Throws: ``Nx1Error`` (`invalidSetting`) if `host` can't be used.
    public init(host: String) throws(Nx1Error) {
        address = try ServiceAddress(host)
    }

    /// Creates a configuration for the service at `host` with `credentials`.
    /// - Throws: ``Nx1Error`` (`invalidSetting`) if `host` can't be used.
    public init(host: String, credentials: some Credentials) throws(Nx1Error) {
        try self.init(host: host)
        self.credentials = credentials
    }
}

/// The limits on time and size, beyond which a request fails.
public struct Limits: Sendable, Hashable {
    /// The time to establish a connection, including TLS. At most ``request``.
    public var connection: Duration = .seconds(10)
    /// The time for one request, from connecting to the last byte of the response; for an event stream, to its head.
    public var request: Duration = .seconds(30)
    /// How long an event stream may be silent before the run's status is requested.
    public var silence: Duration = .seconds(15)
    /// The total time to wait for remaining events once a run's result is known.
    package var remainder: Duration = .seconds(5)
    package var firstRemainder: Duration = .seconds(1)
    /// How long to follow a run; nil means no limit. The run itself continues.
    public var run: Duration?
    /// The maximum size of a response, in bytes. Event streams are unlimited.
    public var body = 64 << 20
    /// The maximum size of one event, in bytes.
    public var event = 16 << 20

    /// Creates the default limits.
    public init() {}
}

/// A source of authorizations for requests. The library provides a pre-shared key, a bearer token, a command that
/// prints either, and two OAuth flows; a program can implement its own.
///
/// Many requests may call it concurrently, from any task. An implementation that fetches tokens should fetch once for
/// all of them.
public protocol Credentials: Sendable {
    /// Returns the authorization for a request about to be sent.
    /// - Parameter network: the network for implementations that must fetch something first, with the client's proxies,
    ///   certificates and limits.
    /// - Throws: ``Nx1Error``, usually `notSignedIn`; `CancellationError`.
    func authorization(over network: Network) async throws -> Authorization

    /// Called when the service responds with 401 to a request with this authorization. Discard only this authorization:
    /// another request may have obtained a newer one meanwhile.
    /// - Returns: whether ``authorization(over:)`` may return another authorization; the request is then sent once
    ///   more.
    func discard(_ refused: Authorization) async -> Bool
}

extension Credentials {
    /// The default for authorizations that can't be renewed.
    public func discard(_ refused: Authorization) async -> Bool { false }
}
