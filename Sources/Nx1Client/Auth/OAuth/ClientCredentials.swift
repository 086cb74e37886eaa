/// Signs with access tokens that a program gets in its own name (RFC 6749, section 4.4): for scripts and services.
public final class ClientCredentials: Credentials {
    /// Who asks, and whom.
    public let client: OAuthClient

    /// Credentials of `client`, which has a secret; nothing is asked for yet.
    public init(_ client: OAuthClient) {
        self.client = client
    }

    public func authorization(over network: Network) async throws -> Authorization {
        throw Nx1Error(.notSignedIn, "This is still being built.")
    }

    public func discard(_ refused: Authorization) async -> Bool { false }

    /// Until when the present token lasts; nil if none has been asked for.
    public func status() -> SignInStatus? { nil }
}
