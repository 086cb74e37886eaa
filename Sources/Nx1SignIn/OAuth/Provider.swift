import Nx1Events
import Nx1Values

/// The metadata of a provider: its name and endpoints (RFC 8414; OpenID Connect Discovery 1.0).
struct Provider: Sendable, Hashable {
    /// The name that it uses in tokens and responses, verbatim.
    var issuer: String
    var token: ProviderEndpoint
    var authorization: ProviderEndpoint?
    var revocation: ProviderEndpoint?
    /// The device authorization endpoint (RFC 8628), if the provider has one.
    var deviceAuthorization: ProviderEndpoint?
    /// Whether the client sends its secret in the form rather than in the header.
    var takesSecretInForm = false
    /// Whether each authorization response contains `iss` (RFC 9207).
    var namesItselfInAnswers = false
    /// Whether it has no discovery document, so that Keycloak's endpoints are assumed.
    var isGuessed = false
}

extension Provider {
    /// A provider without a discovery document, assumed to be a Keycloak.
    static func keycloak(_ issuer: ServiceAddress) -> Provider {
        func endpoint(_ name: String) -> ProviderEndpoint {
            ProviderEndpoint(address: issuer, path: "/protocol/openid-connect/\(name)")
        }
        return Provider(
            issuer: issuer.description, token: endpoint("token"), authorization: endpoint("auth"),
            revocation: endpoint("revoke"), isGuessed: true)
    }

    /// Parses the discovery document of the provider `issuer`.
    /// - Throws: ``Nx1Error``: `invalidSetting` if the document names another issuer; `notUnderstood`.
    init(_ description: JSONValue, of issuer: ServiceAddress) throws(Nx1Error) {
        func endpoint(_ name: String) throws(Nx1Error) -> ProviderEndpoint? {
            guard let text = description[name]?.string else { return nil }
            if let endpoint = ProviderEndpoint(text) { return endpoint }
            throw Nx1Error(
                .notUnderstood,
                "The \(name) of \(issuer) isn't valid: \(OneLine(text, limit: 200)).",
                advice: "It must use https, or http on this machine. Ask the issuer's operators.")
        }
        guard let name = description["issuer"]?.string, let token = try endpoint("token_endpoint") else {
            throw Nx1Error(
                .notUnderstood, "The discovery document of \(issuer) lacks an issuer or a token endpoint.",
                advice: Self.advice)
        }
        // Exactly (Discovery, section 4.3), except for a trailing slash, which people add and omit.
        guard Self.withoutSlash(name) == issuer.description else {
            throw .invalidSetting(
                "The issuer at \(issuer) identifies itself as \(OneLine(name, limit: 200)).",
                advice: "If that's the right issuer, set issuer to that name in the profile.")
        }
        self.init(
            issuer: name, token: token, authorization: try endpoint("authorization_endpoint"),
            revocation: try endpoint("revocation_endpoint"),
            // An invalid endpoint counts as none: there are other ways to sign in.
            deviceAuthorization: try? endpoint("device_authorization_endpoint"))
        if let methods = description["token_endpoint_auth_methods_supported"]?.array?.compactMap(\.string) {
            takesSecretInForm =
                !methods.contains("client_secret_basic") && methods.contains("client_secret_post")
        }
        namesItselfInAnswers =
            description["authorization_response_iss_parameter_supported"]?.bool ?? false
    }

    /// Whether `name`, from a token or a response, is this provider's name.
    func isNamed(_ name: String) -> Bool {
        Self.withoutSlash(name) == Self.withoutSlash(issuer)
    }

    static let advice =
        "Check the issuer in the profile. It should look like https://sso.<client>.nx1cloud.com/realms/<realm>."

    /// What happened when the provider can't answer at the moment.
    static func unavailable(_ issuer: ServiceAddress) -> String { "\(issuer) is temporarily unavailable" }

    static let retryAdvice = "Try again later."

    private static func withoutSlash(_ name: String) -> Substring {
        name.hasSuffix("/") ? name.dropLast() : name[...]
    }
}
