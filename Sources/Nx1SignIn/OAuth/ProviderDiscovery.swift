import Nx1Events
import Nx1HTTP
import Nx1Values
import Synchronization

/// Fetches the metadata of a provider, once.
final class ProviderDiscovery: Sendable {
    private let issuer: ServiceAddress
    private let known = Mutex<Provider?>(nil)

    init(_ issuer: ServiceAddress) {
        self.issuer = issuer
    }

    /// The provider described at `<issuer>/.well-known/openid-configuration`. A provider without that document (404) is
    /// assumed to be a Keycloak.
    func provider(over network: Network) async throws -> Provider {
        if let provider = known.withLock(\.self) { return provider }
        let call = HTTPCall(
            path: "/.well-known/openid-configuration", headers: [("Accept", "application/json")])
        let provider = try await network.sendRepeatedly(call, to: issuer) { answer throws(Nx1Error) in
            if answer.status == 404 { return Provider.keycloak(issuer) }
            return try Provider(Self.description(in: answer, of: issuer), of: issuer)
        }
        known.withLock { $0 = provider }
        return provider
    }

    private static func description(
        in answer: HTTPAnswer, of issuer: ServiceAddress
    ) throws(Nx1Error) -> JSONValue {
        do {
            return try answer.json(from: issuer)
        } catch {
            var error = error
            if error.isPassing {
                error.message = "\(Provider.unavailable(issuer)) (\(answer.status))."
                error.advice = Provider.retryAdvice
            } else {
                error.advice = Provider.advice
            }
            throw error
        }
    }
}

extension Network {
    /// Sends a request to a provider and parses the response with `read`. Transient failures are retried under the
    /// client's retry policy, so that a hiccup of the provider doesn't end a run.
    /// - Parameter fetch: the fetch that completes each request even if it's cancelled.
    func sendRepeatedly<Value>(
        _ call: HTTPCall, to address: ServiceAddress, carriedBy fetch: SharedFetch? = nil,
        reading read: (HTTPAnswer) throws(Nx1Error) -> Value
    ) async throws -> Value {
        var retries = Retries(retryPolicy, began: timekeeper.now())
        while true {
            do {
                guard let fetch else { return try read(await send(call, to: address)) }
                return try read(await fetch.carry { try await send(call, to: address) })
            } catch let error as Nx1Error {
                switch retries.decide(error, at: timekeeper.moment) {
                case .fail(var error):
                    error.isTriedOut = true
                    throw error
                case .retry(let pause):
                    log.log(error, retryAfter: pause)
                    try await timekeeper.sleep(pause)
                }
            }
        }
    }
}
