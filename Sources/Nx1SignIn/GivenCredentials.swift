public import Nx1HTTP
public import Nx1Values

/// A fixed authorization: a pre-shared key, or an access token obtained elsewhere.
public struct GivenCredentials: Credentials, Hashable {
    private let given: Authorization

    /// Signs every request with `authorization`.
    public init(_ authorization: Authorization) {
        given = authorization
    }

    public func authorization(over network: Network) async throws -> Authorization { given }

    /// The user and the expiry of the token, from its claims (RFC 7519); nil for a key, or a token that can't be
    /// parsed.
    public func status() -> SignInStatus? {
        guard given.scheme == .bearerToken,
            let claims = TokenClaims(Secret(String(given.header.value.dropFirst("Bearer ".count))))
        else { return nil }
        let left = claims.moment("exp").map { $0 - Timekeeper.system.secondsSince1970() }
        // A lifetime of decades or more isn't worth showing.
        let isKnown = left.map { $0 < 1e9 } ?? false
        return SignInStatus(
            user: claims.user, expiresIn: isKnown ? left.map { .seconds(max(0, $0)) } : nil, canRefresh: false
        )
    }
}

extension Credentials where Self == GivenCredentials {
    /// A personal key from the portal; see ``Authorization/preSharedKey(_:)``.
    /// - Throws: ``Nx1Error`` (`invalidSetting`).
    public static func preSharedKey(_ key: String) throws(Nx1Error) -> GivenCredentials {
        GivenCredentials(try .preSharedKey(key))
    }

    /// An access token that another program renews; see ``Authorization/bearerToken(_:)``.
    /// - Throws: ``Nx1Error`` (`invalidSetting`).
    public static func bearerToken(_ token: String) throws(Nx1Error) -> GivenCredentials {
        GivenCredentials(try .bearerToken(token))
    }
}
