import Nx1HTTP
public import Nx1SignIn
public import Nx1Values

/// How requests are authorized, as set; not validated yet.
public enum SignIn: Sendable, Hashable {
    /// A personal key from the portal.
    case preSharedKey(Secret)
    /// An access token that another program renews.
    case accessToken(Secret)
    /// An access token printed by a command, which may contain a password.
    case accessTokenCommand(Secret)
    /// A personal key printed by a command, which may contain a password.
    case preSharedKeyCommand(Secret)
    /// Access tokens that the program obtains with its own secret (OAuth client credentials).
    case clientCredentials(OAuthSettings)
    /// Access tokens of a person who signs in with the browser (OAuth authorization code).
    case browser(OAuthSettings)

    /// The method's name, such as "pre-shared key".
    public var name: String {
        switch self {
        case .preSharedKey: "pre-shared key"
        case .accessToken: "access token"
        case .accessTokenCommand: "access token from a command"
        case .preSharedKeyCommand: "pre-shared key from a command"
        case .clientCredentials: "client credentials"
        case .browser: "browser sign-in"
        }
    }

    /// The secrets.
    package var secrets: [Secret] {
        switch self {
        case .preSharedKey(let secret), .accessToken(let secret), .accessTokenCommand(let secret),
            .preSharedKeyCommand(let secret):
            [secret]
        case .clientCredentials(let settings), .browser(let settings):
            [settings.clientSecret].compactMap(\.self)
        }
    }

    /// The OAuth settings, for OAuth methods.
    public var oauth: OAuthSettings? {
        switch self {
        case .clientCredentials(let settings), .browser(let settings): settings
        default: nil
        }
    }
}

/// The OAuth settings of a profile, as written.
public struct OAuthSettings: Sendable, Hashable {
    /// The issuer of the tokens.
    public var issuer: String?
    /// The issuer's name for this program. There is no default: each issuer's operators assign one.
    public var clientID: String?
    /// The secret of a program that signs in without a person.
    public var clientSecret: Secret?
    /// The requested scope; nil for the default.
    public var scope: String?

    /// Creates OAuth settings.
    public init(
        issuer: String? = nil, clientID: String? = nil, clientSecret: Secret? = nil, scope: String? = nil
    ) {
        self.issuer = issuer
        self.clientID = clientID
        self.clientSecret = clientSecret
        self.scope = scope
    }

    /// The OAuth client with these settings.
    /// - Parameter source: where the settings come from, for errors.
    /// - Throws: ``Nx1Error`` (`invalidSetting`) if issuer or client id is missing, or the issuer isn't a valid
    ///   address.
    public func client(from source: SettingSource) throws(Nx1Error) -> OAuthClient {
        guard let issuer else {
            throw .invalidSetting(
                "A client_id is set in \(source), but no issuer.",
                advice:
                    "Add the issuer's address, such as https://sso.<client>.nx1cloud.com/realms/<realm>."
            )
        }
        guard let clientID else {
            throw .invalidSetting(
                "An issuer is set in \(source), but no client_id.",
                advice: "Add the client_id that the issuer's operators gave this program.")
        }
        return try OAuthClient(issuer: issuer, clientID: clientID, clientSecret: clientSecret, scope: scope)
    }
}

extension Profile {
    /// How the profile signs in. Of several ways, those that only this library knows take precedence over the key that
    /// the official tool uses too: `issuer` and `client_id`, then `access_token_command`, then `api_key_command`, then
    /// `api_key`.
    public var signIn: SignIn? {
        if issuer != nil || clientID != nil {
            let settings = OAuthSettings(
                issuer: issuer, clientID: clientID, clientSecret: clientSecret, scope: scope)
            return clientSecret == nil ? .browser(settings) : .clientCredentials(settings)
        }
        return accessTokenCommand.map(SignIn.accessTokenCommand)
            ?? apiKeyCommand.map(SignIn.preSharedKeyCommand) ?? apiKey.map(SignIn.preSharedKey)
    }
}

extension Setting<SignIn> {
    /// The problem to report if the service refuses the sign-in.
    var problemWhenRefused: Nx1Error.Problem {
        let method: Nx1Error.SignInMethod =
            switch value {
            case .preSharedKey: .preSharedKey
            case .accessToken: .accessToken
            case .accessTokenCommand: .accessTokenCommand
            case .preSharedKeyCommand: .preSharedKeyCommand
            case .clientCredentials: .clientCredentials
            case .browser: .browser
            }
        return .signInRefused(method, source: source)
    }
}
