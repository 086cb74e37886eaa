public import Logging
import Nx1Events
import Nx1HTTP
import Nx1Values

/// A client of one Nx1 service: starts runs, follows them, and fetches their results.
///
/// Get one from ``withNx1Client(_:isolation:_:)``, which also closes it. All methods may be called concurrently and
/// from any task; cancelling a task ends its call at once. None of them prints anything.
public struct Nx1: Sendable {
    private(set) var transport: HTTPTransport
    let identity = RunIdentity()
    let templateRuns = TemplateRuns()
    let startGate = StartGate()
    /// For requests for runs only: responses to other requests say little about those.
    let startPulse = ServicePulse()

    /// Creates a client that the caller must close with ``shutdown()``. Nothing is sent yet.
    public init(_ configuration: ClientConfiguration) {
        transport = HTTPTransport(configuration)
    }

    /// Closes all connections. Calls in progress fail.
    public func shutdown() async throws {
        try await transport.shutdown()
    }

    /// The configuration of the client.
    public var configuration: ClientConfiguration { transport.configuration }

    /// Returns the same client, with the same connections and sign-in, that logs its requests to `logger`.
    public func logging(to logger: Logger) -> Nx1 {
        var copy = self
        copy.transport.log(to: logger)
        return copy
    }

    /// Replaces the credentials recently used by this client, and the other secrets of its settings, with `***`, also
    /// in encoded form: for texts of the service that are stored. Takes time linear in the text's length.
    public func coveringSecrets(in text: String) -> String { transport.usedSecrets.mask.masked(text) }

    var address: ServiceAddress { transport.configuration.address }

    /// Fetches `path` as JSON in any shape.
    func fetch(_ path: String) async throws -> JSONValue {
        try await transport.send(HTTPCall(path: path)).coveredJSON(from: address)
    }
}

/// Runs `body` with a client for the service of `configuration`, and closes its connections afterwards.
///
/// ```swift
/// try await withNx1Client(.init(host: "https://aiapi.acme.nx1cloud.com", credentials: .preSharedKey(key))) { nx1 in
///     let run = try await nx1.run(.ask, input: ["question": "How many orders shipped late?"])
///     print(try await nx1.result(of: run.correlationID).text)
/// }
/// ```
/// - Parameters:
///   - configuration: the service's address, the credentials, and other options.
///   - isolation: the actor on which `body` runs, by default the caller's.
///   - body: called with the client, which can't be used afterwards.
/// - Returns: what `body` returns.
/// - Throws: what `body` throws.
public func withNx1Client<Result>(
    _ configuration: ClientConfiguration, isolation: isolated (any Actor)? = #isolation,
    _ body: (Nx1) async throws -> Result
) async throws -> Result {
    let nx1 = Nx1(configuration)
    let result: Result
    do {
        result = try await body(nx1)
    } catch {
        // The error of the body is more useful than that of a failed shutdown.
        try? await nx1.shutdown()
        throw error
    }
    try await nx1.shutdown()
    return result
}

extension Nx1 {
    /// The client's network, for a sign-in with the same proxies, certificates and limits.
    public var network: Network { transport.network }
}
