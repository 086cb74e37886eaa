import Nx1Events
public import Nx1Values

/// An OAuth client: the `issuer`, `client_id`, `client_secret` and `scope` of a profile.
public struct OAuthClient: Sendable, Hashable {
    /// The provider: its issuer identifier (OpenID Connect Discovery 1.0, section 3), such as
    /// `https://sso.acme.nx1cloud.com/realms/acme`. HTTPS, or plain HTTP on this machine.
    public let issuer: ServiceAddress
    /// The name under which the provider knows this client.
    public let clientID: String
    /// The client's password, if it has one.
    public let clientSecret: Secret?
    /// The requested scope: tokens separated by spaces (RFC 6749, section 3.3).
    public let scope: String

    /// Creates a client of the provider `issuer`. White space around each value is trimmed.
    /// - Parameters:
    ///   - issuer: the provider's issuer identifier: HTTPS, or plain HTTP on this machine.
    ///   - clientID: the name under which the provider knows the client.
    ///   - clientSecret: the client's password, if it has one.
    ///   - scope: by default `profile` for a client with a secret (client credentials), and `openid profile
    ///     offline_access` for one without (a person's lasting sign-in).
    /// - Throws: ``Nx1Error`` (`invalidSetting`) if the issuer isn't valid, or the client's name or secret is empty.
    ///   The error never quotes the secret.
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
            return try ServiceAddress(text, of: "issuer")
        } catch {
            throw .invalidSetting(
                error.message, advice: "It should look like https://sso.<client>.nx1cloud.com/realms/<realm>."
            )
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

/// The user and the expiry of a sign-in. Contains no secrets.
public struct SignInStatus: Sendable, Hashable {
    /// The name of the person or client, if the provider sent one.
    public var user: String?
    /// The remaining lifetime of the access token; zero if it has expired, nil if it's unknown.
    public var expiresIn: Duration?
    /// Whether a new access token can be obtained without signing in again.
    public var canRefresh: Bool

    /// Creates a status.
    public init(user: String? = nil, expiresIn: Duration? = nil, canRefresh: Bool) {
        self.user = user
        self.expiresIn = expiresIn
        self.canRefresh = canRefresh
    }
}
