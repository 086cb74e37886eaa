public import Logging
package import Nx1Events
public import Nx1Values

/// Everything a client needs to know before its first request.
public struct ClientConfiguration: Sendable {
    /// Where the service is.
    public var address: ServiceAddress
    /// What signs each request; without, the service answers only what is open to everybody.
    public var credentials: (any Credentials)?
    /// What an error says to do next when the service doesn't accept the sign-in.
    public var signInAdvice: String {
        get { Nx1Error(.notSignedIn, "", advice: givenSignInAdvice, problem: signInProblem).advice ?? "" }
        set { givenSignInAdvice = newValue }
    }
    package var givenSignInAdvice: String? = "Use a valid key or token."
    /// What is known about the sign-in, should the service not accept it.
    package var signInProblem: Nx1Error.Problem?
    /// What the program calls itself in each request (`User-Agent`).
    public var userAgent = "Nx1Client"
    /// How long and how large things may be.
    public var limits = Limits()
    /// What is tried again, and for how long.
    public var retryPolicy = RetryPolicy()
    /// Whether certificates are checked. Off only for a service one runs oneself.
    public var verifiesCertificates = true
    /// Whom to trust in place of the system's certificate authorities; nil trusts the system's.
    public var certificateAuthorities: CertificateAuthorities?
    /// Which hosts are reached through a proxy: none, unless told. ``ProxySettings/init(environment:)`` takes what the
    /// environment says.
    public var proxies = ProxySettings.none
    /// Whether HTTP/2 is spoken where the service offers it, for all but event streams, which have connections of their own.
    public var usesHTTP2 = true
    /// Where retries, sign-ins and requests are told of; silent unless given. `notice` is what a person who waits wants to
    /// know, `info` one line a request, `debug` its header fields, of which only harmless ones are shown, and its bodies.
    public var logger = Logger(label: "Nx1Client", factory: { _ in SwiftLogNoOpLogHandler() })
    /// What the log shows of a JSON body.
    package var coverOfBodies: @Sendable (JSONValue) -> JSONValue = { $0 }
    /// How the log words an error, for a program with advice of its own.
    package var wording: @Sendable (Nx1Error) -> String = { $0.description }
    /// Is told each request for a run before it is sent, with its correlation id: the place to write it down, as by the id the
    /// run can be found whatever happens afterwards. What it throws keeps the request from being sent.
    public var beforeStart: (@Sendable (CrewRunRequest) async throws -> Void)?
    /// Secrets of the settings, besides those that sign requests.
    package var secrets: [Secret] = []
    /// The clocks, and chance.
    public var timekeeper = Timekeeper.system

    /// A configuration for the service at `host`, which is read as ``ServiceAddress/init(_:)`` does; no request is signed.
    /// - Throws: ``Nx1Error`` (`invalidSetting`) if `host` can't be used.
    public init(host: String) throws(Nx1Error) {
        address = try ServiceAddress(host)
    }

    /// A configuration for the service at `host`, whose requests `credentials` sign.
    /// - Throws: ``Nx1Error`` (`invalidSetting`) if `host` can't be used.
    public init(host: String, credentials: some Credentials) throws(Nx1Error) {
        try self.init(host: host)
        self.credentials = credentials
    }
}

/// How long and how large things may be before that is an error, each with a limit of its own.
public struct Limits: Sendable, Hashable {
    /// From asking for a connection to having one, TLS included. Never more than ``request``.
    public var connection: Duration = .seconds(10)
    /// One request, from asking for a connection to the last byte of its answer; of an event stream, to its head.
    public var request: Duration = .seconds(30)
    /// How long an event stream may be silent before the run's status is asked for.
    public var silence: Duration = .seconds(15)
    /// How long to wait for the events that are left once a run's result is there, all in all; and where none ever came.
    package var remainder: Duration = .seconds(5)
    package var firstRemainder: Duration = .seconds(1)
    /// How long a run may be followed; nil is without end. The run itself goes on.
    public var run: Duration?
    /// The largest answer, in bytes. An event stream has no such limit.
    public var body = 64 << 20
    /// The largest single event of a stream, in bytes.
    public var event = 16 << 20

    /// The usual limits.
    public init() {}
}

/// What signs requests. The library brings a pre-shared key, a bearer token, a command that prints one, and two OAuth flows;
/// a program may bring its own.
///
/// Many requests may ask at once, from any task. An implementation that fetches tokens does so once for all that wait.
public protocol Credentials: Sendable {
    /// The signature for a request that is about to leave.
    /// - Parameter network: the way out for those who have to fetch something first; its proxies, certificates and limits
    ///   are the client's.
    /// - Throws: ``Nx1Error``, usually `notSignedIn`; `CancellationError`.
    func authorization(over network: Network) async throws -> Authorization

    /// Takes note that the service answered 401 to a request with this signature. Only that one is thrown away: another
    /// request may have brought a newer one in the meantime.
    /// - Returns: whether asking again may bring another; the request is then sent once more.
    func discard(_ refused: Authorization) async -> Bool
}

extension Credentials {
    /// For signatures that can't be renewed.
    public func discard(_ refused: Authorization) async -> Bool { false }
}
