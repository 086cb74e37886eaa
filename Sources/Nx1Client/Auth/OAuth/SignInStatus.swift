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
