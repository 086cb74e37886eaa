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

    /// A profile with nothing set but its name.
    public init(name: String) {
        self.name = name
    }
}
