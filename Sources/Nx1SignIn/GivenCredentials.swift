public import Nx1HTTP
public import Nx1Values

/// A signature that was given and stays the same: a pre-shared key, or an access token from elsewhere.
public struct GivenCredentials: Credentials, Hashable {
    private let given: Authorization

    /// Signs every request with `authorization`.
    public init(_ authorization: Authorization) {
        given = authorization
    }

    public func authorization(over network: Network) async throws -> Authorization { given }

    /// Whose token it is and until when, as far as it says so itself (RFC 7519); nil for a key, or a token that can't be read.
    public func status() -> SignInStatus? {
        guard given.scheme == .bearerToken,
            let claims = TokenClaims(Secret(String(given.header.value.dropFirst("Bearer ".count))))
        else { return nil }
        let left = claims.moment("exp").map { $0 - Timekeeper.system.secondsSince1970() }
        // Nothing that lasts for centuries is worth saying.
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

    /// An access token that somebody else looks after; see ``Authorization/bearerToken(_:)``.
    /// - Throws: ``Nx1Error`` (`invalidSetting`).
    public static func bearerToken(_ token: String) throws(Nx1Error) -> GivenCredentials {
        GivenCredentials(try .bearerToken(token))
    }
}
