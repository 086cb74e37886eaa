import Crypto
import Nx1Sandbox

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Signs identity tokens (OpenID Connect Core 1.0, section 2) with ES256 and a new key for each sandbox.
struct IdentityTokens: Sendable {
    private static let keyID = "sandbox"

    private let key = P256.Signing.PrivateKey()

    func token(
        for account: Account, client: String, issuer: String, nonce: String?, lifetime: Duration,
        at date: Date
    ) throws -> String {
        let now = Int(date.timeIntervalSince1970)
        var claims: [(name: String, value: JSON)] = [
            ("iss", .string(issuer)), ("sub", .string(account.subject)), ("aud", .string(client)),
            ("exp", .number(literal: String(now + lifetime.wholeSeconds))),
            ("iat", .number(literal: String(now))),
            ("preferred_username", .string(account.userName)),
        ]
        if let nonce { claims.append(("nonce", .string(nonce))) }
        let header: JSON = ["alg": "ES256", "typ": "JWT", "kid": .string(Self.keyID)]
        let signed = Data(header.bytes).base64URL + "." + Data(JSON.object(claims).bytes).base64URL
        let signature = try key.signature(for: Data(signed.utf8))
        return signed + "." + signature.rawRepresentation.base64URL
    }

    /// The public key, as a JSON Web Key Set (RFC 7517).
    var keys: JSON {
        let point = key.publicKey.rawRepresentation
        return [
            "keys": [
                [
                    "kty": "EC", "crv": "P-256", "alg": "ES256", "use": "sig", "kid": .string(Self.keyID),
                    "x": .string(point.prefix(32).base64URL), "y": .string(point.suffix(32).base64URL),
                ]
            ]
        ]
    }
}

extension Duration {
    /// Seconds, rounded up, at least 1: `expires_in` has only digits (RFC 6749, appendix A.14).
    var wholeSeconds: Int { Int(max(1, (self / .seconds(1)).rounded(.up))) }
}
