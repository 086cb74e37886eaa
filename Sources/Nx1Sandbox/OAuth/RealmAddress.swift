import HTTPTypes
import Hummingbird

/// The addresses of the realm, with the host that the caller used: `localhost` and `127.0.0.1` are both right.
struct RealmAddress: Sendable {
    static let path = "/realms/sandbox"
    private static let endpoints = path + "/protocol/openid-connect"
    static let discoveryPath = path + "/.well-known/openid-configuration"
    static let authorizationPath = endpoints + "/auth"
    static let tokenPath = endpoints + "/token"
    static let revocationPath = endpoints + "/revoke"
    static let userInfoPath = endpoints + "/userinfo"
    static let keysPath = endpoints + "/certs"

    private let origin: String

    /// - Throws: ``OAuthError`` if the request has no `Host`.
    init(_ request: Request, scheme: String) throws {
        guard let authority = request.head.authority, !authority.isEmpty else {
            throw OAuthError(.invalidRequest, "The request has no Host field.")
        }
        origin = "\(scheme)://\(authority)"
    }

    var issuer: String { origin + Self.path }

    /// OpenID Connect Discovery 1.0, section 3; RFC 8414; RFC 9207.
    var discovery: JSON {
        let words = { (words: [String]) in JSON.array(words.map { .string($0) }) }
        return [
            "issuer": .string(issuer),
            "authorization_endpoint": .string(origin + Self.authorizationPath),
            "token_endpoint": .string(origin + Self.tokenPath),
            "revocation_endpoint": .string(origin + Self.revocationPath),
            "userinfo_endpoint": .string(origin + Self.userInfoPath),
            "jwks_uri": .string(origin + Self.keysPath),
            "response_types_supported": ["code"],
            "response_modes_supported": ["query"],
            "grant_types_supported": words(GrantType.allCases.map(\.rawValue)),
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["ES256"],
            "scopes_supported": words(Scope.known),
            "claims_supported": ["iss", "sub", "aud", "exp", "iat", "nonce", "preferred_username"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post", "none"],
            "revocation_endpoint_auth_methods_supported": [
                "client_secret_basic", "client_secret_post", "none",
            ],
            "code_challenge_methods_supported": ["S256"],
            "authorization_response_iss_parameter_supported": true,
        ]
    }
}
