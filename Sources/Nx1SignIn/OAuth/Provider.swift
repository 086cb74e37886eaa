import Nx1Events
import Nx1HTTP
import Nx1Values
import Synchronization

/// What a provider says about itself: its name, and where it is asked for what (RFC 8414; OpenID Connect Discovery 1.0).
struct Provider: Sendable, Hashable {
    /// How it names itself in tokens and answers, to the letter.
    var issuer: String
    var token: ProviderEndpoint
    var authorization: ProviderEndpoint?
    var revocation: ProviderEndpoint?
    /// Where a code for another device is asked for (RFC 8628), if that is offered.
    var deviceAuthorization: ProviderEndpoint?
    /// Whether a client's secret goes into the form, and not into the header.
    var takesSecretInForm = false
    /// Whether each answer of the browser names the provider (RFC 9207).
    var namesItselfInAnswers = false
}

extension Provider {
    /// A provider that has no description of itself, but is a Keycloak as far as we know.
    static func keycloak(_ issuer: ServiceAddress) -> Provider {
        func endpoint(_ name: String) -> ProviderEndpoint {
            ProviderEndpoint(address: issuer, path: "/protocol/openid-connect/\(name)")
        }
        return Provider(
            issuer: issuer.description, token: endpoint("token"), authorization: endpoint("auth"),
            revocation: endpoint("revoke"))
    }

    /// Reads the description of the provider `issuer`.
    /// - Throws: ``Nx1Error``: `invalidSetting` if it is another's; `notUnderstood`.
    init(_ description: JSONValue, of issuer: ServiceAddress) throws(Nx1Error) {
        func endpoint(_ name: String) throws(Nx1Error) -> ProviderEndpoint? {
            guard let text = description[name]?.string else { return nil }
            if let endpoint = ProviderEndpoint(text) { return endpoint }
            throw Nx1Error(
                .notUnderstood,
                "\(issuer) names a \(name) that can't be used: \(OneLine(text, limit: 200)).",
                advice: "It has to be https, or http on this machine; ask the issuer's operators.")
        }
        guard let name = description["issuer"]?.string, let token = try endpoint("token_endpoint") else {
            throw Nx1Error(
                .notUnderstood, "What \(issuer) says about itself names no issuer or no token endpoint.",
                advice: Self.advice)
        }
        // To the letter (Discovery, section 4.3), but for a slash at the end, which people add and leave out.
        guard Self.withoutSlash(name) == issuer.description else {
            throw .invalidSetting(
                "The issuer at \(issuer) calls itself \(OneLine(name, limit: 200)).",
                advice: "If that is the right one, set the profile's issuer to that name.")
        }
        self.init(
            issuer: name, token: token, authorization: try endpoint("authorization_endpoint"),
            revocation: try endpoint("revocation_endpoint"),
            deviceAuthorization: try endpoint("device_authorization_endpoint"))
        if let methods = description["token_endpoint_auth_methods_supported"]?.array?.compactMap(\.string) {
            takesSecretInForm =
                !methods.contains("client_secret_basic") && methods.contains("client_secret_post")
        }
        namesItselfInAnswers =
            description["authorization_response_iss_parameter_supported"]?.bool ?? false
    }

    /// Whether `name` is this provider's, as it stands in a token or an answer.
    func isNamed(_ name: String) -> Bool {
        Self.withoutSlash(name) == Self.withoutSlash(issuer)
    }

    static let advice =
        "Check the profile's issuer; it looks like https://sso.<client>.nx1cloud.com/realms/<realm>."

    private static func withoutSlash(_ name: String) -> Substring {
        name.hasSuffix("/") ? name.dropLast() : name[...]
    }
}

/// Where a provider is asked for something.
struct ProviderEndpoint: Sendable, Hashable, CustomStringConvertible {
    /// Scheme and host, and what may stand in front of the path.
    var address: ServiceAddress
    /// Path and query.
    var path: String
}

extension ProviderEndpoint {
    /// Reads a URL: HTTPS, or plain HTTP on this machine, and no fragment (RFC 6749, section 3.1). Nil if it is something else.
    init?(_ url: String) {
        guard let colon = url.firstRange(of: "://"),
            let root = try? ServiceAddress(String(url.prefix { $0 != "?" && $0 != "#" }))
        else { return nil }
        // A path is kept to the letter, with a slash at its end.
        let rest = url[colon.upperBound...].drop { $0 != "/" && $0 != "?" && $0 != "#" }
        guard !rest.contains("#"), rest.utf8.allSatisfy({ (0x21...0x7E).contains($0) }),
            let address = try? ServiceAddress("\(root.scheme)://\(root.authority)")
        else { return nil }
        self.address = address
        path = rest.first == "/" ? String(rest) : "/" + rest
    }

    var description: String { address.description + path }

    /// This with `fields` in its query.
    func with(_ fields: FormFields) -> String {
        description + (path.contains("?") ? "&" : "?") + fields.encoded
    }
}

/// Asks a provider what it says about itself, once.
final class ProviderDiscovery: Sendable {
    private let issuer: ServiceAddress
    private let known = Mutex<Provider?>(nil)

    init(_ issuer: ServiceAddress) {
        self.issuer = issuer
    }

    /// The provider, as it describes itself at `<issuer>/.well-known/openid-configuration`. One that has no such page (404)
    /// is taken for a Keycloak.
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
            error.advice = error.isPassing ? error.advice : Provider.advice
            throw error
        }
    }
}

extension Network {
    /// One request to a provider and what `read` makes of its answer; what fails in passing is tried again as the client's
    /// retry policy says, so that a hiccup of the provider doesn't end a run.
    /// - Parameter fetch: what carries each request to its end, if anything does.
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
