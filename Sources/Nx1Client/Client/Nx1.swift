public import Logging
import Nx1Events
import Nx1HTTP
import Nx1Values

/// A connection to one Nx1 service: starts runs, follows them, fetches their results.
///
/// Get one from ``withNx1Client(_:isolation:_:)``, which also closes it. All calls may be made at once and from any task; cancelling
/// a task ends its call at once. None of them prints anything.
public struct Nx1: Sendable {
    private(set) var transport: HTTPTransport
    let identity = RunIdentity()
    let templateRuns = TemplateRuns()
    let startGate = StartGate()
    /// Of requests for runs: that a service answers others says little of those.
    let startPulse = ServicePulse()

    /// A connection that the caller closes with ``shutdown()``; nothing is sent yet.
    public init(_ configuration: ClientConfiguration) {
        transport = HTTPTransport(configuration)
    }

    /// Closes every connection. Calls still under way fail.
    public func shutdown() async throws {
        try await transport.shutdown()
    }

    /// What the client was made with.
    public var configuration: ClientConfiguration { transport.configuration }

    /// The same client, with the same connections and sign-in, for a caller whose requests are told to another log than that of the
    /// configuration.
    public func logging(to logger: Logger) -> Nx1 {
        var copy = self
        copy.transport.log(to: logger)
        return copy
    }

    /// Puts `***` in place of what has signed this client's requests lately, and of the other secrets of the settings that it
    /// was made from, also where they stand encoded: for texts of the service that are kept. Takes a time in proportion to
    /// the text's length.
    public func coveringSecrets(in text: String) -> String { transport.usedSecrets.mask.masked(text) }

    var address: ServiceAddress { transport.configuration.address }

    /// `GET` of `path` as JSON, in any shape.
    func fetch(_ path: String) async throws -> JSONValue {
        try await transport.send(HTTPCall(path: path)).coveredJSON(from: address)
    }
}

/// Runs `body` with a client for the service that `configuration` names, and closes its connections afterwards.
///
/// ```swift
/// try await withNx1Client(.init(host: "https://aiapi.acme.nx1cloud.com", credentials: .preSharedKey(key))) { nx1 in
///     let run = try await nx1.run(.ask, input: ["question": "How many orders shipped late?"])
///     print(try await nx1.result(of: run.correlationID).text)
/// }
/// ```
/// - Parameters:
///   - configuration: where the service is, what signs the requests, and what else a client needs to know.
///   - isolation: where `body` runs: where the caller does.
///   - body: is given the client, which is of no use after it has returned.
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
        // What the body threw says more than a failed shutdown could.
        try? await nx1.shutdown()
        throw error
    }
    try await nx1.shutdown()
    return result
}

extension Nx1 {
    /// The client's way out, for a sign-in that goes the same way: its proxies, certificates and limits.
    public var network: Network { transport.network }
}
