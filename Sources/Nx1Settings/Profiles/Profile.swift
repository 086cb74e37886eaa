public import Nx1Events
public import Nx1Values

/// A named set of settings in the profiles file that this library shares with the official tool.
public struct Profile: Sendable, Hashable {
    /// Its name; `default` is used silently when it is there.
    public var name: String
    /// The service's address, as a person wrote it.
    public var host: String?
    /// The pre-shared key.
    public var apiKey: Secret?
    /// Whether certificates are checked; true in the official tool unless set.
    public var verifySSL: Bool?
    /// The file of certificate authorities to trust (`ca_file`). Ours: the official tool doesn't know this key.
    public var certificateAuthorities: String?
    /// The limit for one request, in seconds; 30 in the official tool unless set.
    public var timeout: Double?
    /// The default crew. Ours: the official tool doesn't know this key.
    public var crew: CrewType?
    /// Who gives out access tokens, for a sign-in by OAuth. Ours, as are all that follow.
    public var issuer: String?
    /// The name under which the issuer knows this program.
    public var clientID: String?
    /// The secret of a program that signs in by itself; without one a person signs in with the browser.
    public var clientSecret: Secret?
    /// What is asked of the issuer, unless it is the usual.
    public var scope: String?
    /// A command that prints an access token, for those who have tools of their own.
    public var accessTokenCommand: Secret?
    /// A command that prints a pre-shared key, for those who keep keys in a vault.
    public var apiKeyCommand: Secret?

    /// A profile with nothing set but its name.
    public init(name: String) {
        self.name = name
    }
}

extension Profile {
    /// Takes what a setting says, as if it stood in the file.
    public mutating func set(_ setting: ProfileSetting) {
        switch (setting.key, setting.value) {
        case (.verifySSL, .flag(let flag)): verifySSL = flag
        case (.timeout, .number(let seconds)): timeout = seconds
        case (let key, .text(let text)): set(key, to: text)
        default: break
        }
    }

    /// Whether the profile says something for `key`.
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

    /// Sets what is a text; the others aren't set by one.
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
