/// A signature that was given and stays the same: a pre-shared key, or an access token from elsewhere.
public struct GivenCredentials: Credentials, Hashable {
    private let given: Authorization

    /// Signs every request with `authorization`.
    public init(_ authorization: Authorization) {
        given = authorization
    }

    public func authorization(over network: Network) async throws -> Authorization { given }
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
