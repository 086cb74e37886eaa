import Nx1HTTP
public import Nx1SignIn
public import Nx1Values

/// How requests are signed, as the settings say it; nothing has been checked yet.
public enum SignIn: Sendable, Hashable {
    /// With a personal key from the portal.
    case preSharedKey(Secret)
    /// With an access token that somebody else looks after.
    case accessToken(Secret)
    /// With the access token that a command prints; a password may stand in the command.
    case accessTokenCommand(Secret)
    /// With the personal key that a command prints; a password may stand in the command.
    case preSharedKeyCommand(Secret)
    /// With access tokens that the program gets by itself, with a secret of its own (OAuth client credentials).
    case clientCredentials(OAuthSettings)
    /// With access tokens that a person gets by signing in with the browser (OAuth authorization code).
    case browser(OAuthSettings)

    /// What it is called, as in "pre-shared key".
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

    /// What of it is secret.
    var secrets: [Secret] {
        switch self {
        case .preSharedKey(let secret), .accessToken(let secret), .accessTokenCommand(let secret),
            .preSharedKeyCommand(let secret):
            [secret]
        case .clientCredentials(let settings), .browser(let settings):
            [settings.clientSecret].compactMap(\.self)
        }
    }

    /// Who gives out the tokens and to whom, where this is OAuth.
    public var oauth: OAuthSettings? {
        switch self {
        case .clientCredentials(let settings), .browser(let settings): settings
        default: nil
        }
    }
}

/// What a profile says of OAuth, as it stands there.
public struct OAuthSettings: Sendable, Hashable {
    /// Who gives out the tokens.
    public var issuer: String?
    /// The name under which the issuer knows this program. There is no standard one: each issuer's operators give it.
    public var clientID: String?
    /// The secret of a program that signs in by itself.
    public var clientSecret: Secret?
    /// What is asked of the issuer, unless it is the usual.
    public var scope: String?

    /// Settings with these parts.
    public init(
        issuer: String? = nil, clientID: String? = nil, clientSecret: Secret? = nil, scope: String? = nil
    ) {
        self.issuer = issuer
        self.clientID = clientID
        self.clientSecret = clientSecret
        self.scope = scope
    }

    /// The client that these make.
    /// - Parameter source: where they stand, for the error.
    /// - Throws: ``Nx1Error`` (`invalidSetting`) if one of the two that are needed isn't there, or the issuer is no address.
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
    /// How it signs in. Of several ways the ones that only this library knows go before the key that the official tool uses
    /// too: `issuer` and `client_id`, then `access_token_command`, then `api_key_command`, then `api_key`.
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
    /// What is known when the service refuses it.
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
