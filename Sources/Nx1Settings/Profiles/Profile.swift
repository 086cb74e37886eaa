public import Nx1Events
public import Nx1Values

/// A named set of settings in the profiles file that this library shares with the official tool.
public struct Profile: Sendable, Hashable {
    /// The profile's name; `default` is used if no other is named.
    public var name: String
    /// The service's address, as written.
    public var host: String?
    /// The pre-shared key.
    public var apiKey: Secret?
    /// Whether certificates are checked; true in the official tool unless set.
    public var verifySSL: Bool?
    /// The file of certificate authorities to trust (`ca_file`). The official tool ignores this key.
    public var certificateAuthorities: String?
    /// The limit for one request, in seconds; 30 in the official tool unless set.
    public var timeout: Double?
    /// The default crew. The official tool ignores this key.
    public var crew: CrewType?
    /// The issuer of access tokens, for OAuth. The official tool ignores this key and all that follow.
    public var issuer: String?
    /// The issuer's name for this program.
    public var clientID: String?
    /// The secret of a program that signs in without a person; without it, a person signs in with the browser.
    public var clientSecret: Secret?
    /// The requested scope; nil for the default.
    public var scope: String?
    /// A command that prints an access token.
    public var accessTokenCommand: Secret?
    /// A command that prints a pre-shared key.
    public var apiKeyCommand: Secret?

    /// Creates a profile without settings.
    public init(name: String) {
        self.name = name
    }
}

extension Profile {
    /// Applies a setting as if it were in the file.
    public mutating func set(_ setting: ProfileSetting) {
        switch (setting.key, setting.value) {
        case (.verifySSL, .flag(let flag)): verifySSL = flag
        case (.timeout, .number(let seconds)): timeout = seconds
        case (let key, .text(let text)): set(key, to: text)
        default: break
        }
    }

    /// Whether the profile has a value for `key`.
    public func has(_ key: ProfileKey) -> Bool {
        switch key {
        case .host: host != nil
        case .apiKey: apiKey != nil
        case .verifySSL: verifySSL != nil
        case .timeout: timeout != nil
        case .caFile: certificateAuthorities != nil
        case .crew: crew != nil
        case .issuer: issuer != nil
        case .clientID: clientID != nil
        case .clientSecret: clientSecret != nil
        case .scope: scope != nil
        case .accessTokenCommand: accessTokenCommand != nil
        case .apiKeyCommand: apiKeyCommand != nil
        }
    }

    /// Sets a string value; does nothing for other keys.
    mutating func set(_ key: ProfileKey, to text: String) {
        switch key {
        case .host: host = text
        case .apiKey: apiKey = Secret(text)
        case .caFile: certificateAuthorities = text
        case .crew: crew = CrewType(rawValue: text)
        case .issuer: issuer = text
        case .clientID: clientID = text
        case .clientSecret: clientSecret = Secret(text)
        case .scope: scope = text
        case .accessTokenCommand: accessTokenCommand = Secret(text)
        case .apiKeyCommand: apiKeyCommand = Secret(text)
        case .verifySSL, .timeout: break
        }
    }
}
