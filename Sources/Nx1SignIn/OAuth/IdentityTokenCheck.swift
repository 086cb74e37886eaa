import Nx1Values

/// Checks that an ID token belongs to a sign-in started here. The token comes directly from the provider over TLS,
/// which makes up for verifying its signature (OpenID Connect Core 1.0, section 3.1.3.7, number 6).
struct IdentityTokenCheck: Sendable {
    let client: OAuthClient
    let provider: Provider
    /// The nonce that the token must contain, if one was sent.
    var nonce: Secret?

    /// - Throws: ``Nx1Error`` (`notSignedIn`) if the token belongs to another sign-in.
    func check(_ token: Secret) throws(Nx1Error) {
        guard let claims = TokenClaims(token) else {
            throw refused("Couldn't parse the ID token from \(client.issuer).")
        }
        guard let issuer = claims.text("iss"), provider.isNamed(issuer) else {
            throw refused("The ID token from \(client.issuer) was issued by another issuer.")
        }
        guard claims.audience.contains(client.clientID),
            claims.text("azp").map({ $0 == client.clientID }) ?? true
        else { throw refused("The ID token from \(client.issuer) is for another client.") }
        guard let nonce else { return }
        guard let came = claims.text("nonce"), nonce.matches(came) else {
            throw refused(
                "The ID token from \(client.issuer) belongs to another sign-in (the nonce doesn't match).")
        }
    }

    private func refused(_ message: String) -> Nx1Error {
        Nx1Error(.notSignedIn, message, problem: .otherSignIn(issuer: client.issuer.description))
    }
}
