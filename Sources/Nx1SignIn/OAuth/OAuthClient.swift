import Nx1Events
public import Nx1Values

/// Who asks a provider for tokens: what a profile's `issuer`, `client_id`, `client_secret` and `scope` say.
public struct OAuthClient: Sendable, Hashable {
    /// The provider: its issuer identifier (OpenID Connect Discovery 1.0, section 3), such as
    /// `https://sso.acme.nx1cloud.com/realms/acme`. HTTPS, or plain HTTP on this machine.
    public let issuer: ServiceAddress
    /// The name under which the provider knows this client.
    public let clientID: String
    /// The client's password, if it has one.
    public let clientSecret: Secret?
    /// What is asked for: scope tokens with spaces between them (RFC 6749, section 3.3).
    public let scope: String

    /// A client of the provider `issuer`; white space around each text is dropped.
    /// - Parameters:
    ///   - issuer: the provider's issuer identifier: HTTPS, or plain HTTP on this machine.
    ///   - clientID: the name under which the provider knows the client.
    ///   - clientSecret: its password, if it has one.
    ///   - scope: if nil, what `client_credentials` needs (`profile`) for a client with a secret, and what a person's sign-in
    ///     that lasts needs (`openid profile offline_access`) for one without.
    /// - Throws: ``Nx1Error`` (`invalidSetting`) if the issuer can't be used, or the client's name or secret is empty. The
    ///   secret is never quoted.
    public init(
        issuer: String, clientID: String, clientSecret: Secret? = nil, scope: String? = nil
    ) throws(Nx1Error) {
        self.issuer = try Self.issuer(issuer)
        self.clientID = try Self.filled(clientID, "client_id")
        if let clientSecret {
            self.clientSecret = Secret(try Self.filled(clientSecret.reveal(), "client_secret"))
        } else {
            self.clientSecret = nil
        }
        let tokens = (scope ?? "").split(whereSeparator: \.isWhitespace)
        if tokens.isEmpty {
            self.scope = clientSecret == nil ? "openid profile offline_access" : "profile"
        } else {
            self.scope = tokens.joined(separator: " ")
        }
    }

    private static func issuer(_ text: String) throws(Nx1Error) -> ServiceAddress {
        do {
            return try ServiceAddress(text)
        } catch {
            throw .invalidSetting(
                "The issuer isn't valid. \(error.message)",
                advice: "It should look like https://sso.<client>.nx1cloud.com/realms/<realm>.")
        }
    }

    private static func filled(_ text: String, _ name: String) throws(Nx1Error) -> String {
        let trimmed = text.trimmed
        if trimmed.isEmpty {
            throw .invalidSetting("The \(name) is empty.", advice: "Set it in the profile.")
        }
        return trimmed
    }
}

/// Who is signed in, and until when; nothing secret.
public struct SignInStatus: Sendable, Hashable {
    /// The person or client, in the provider's words, if it said.
    public var user: String?
    /// How long the access token lasts from now on; zero if it has ended, nil if that isn't known.
    public var expiresIn: Duration?
    /// Whether a new access token can be had without signing in again.
    public var canRefresh: Bool

    /// A status of these parts.
    public init(user: String? = nil, expiresIn: Duration? = nil, canRefresh: Bool) {
        self.user = user
        self.expiresIn = expiresIn
        self.canRefresh = canRefresh
    }
}
