import HTTPTypes
import HummingbirdCore
import Nx1Sandbox

extension Realm {
    /// The realm's endpoints, at Keycloak's paths.
    var routes: [ServiceRoute] {
        [
            route(.get, RealmAddress.discoveryPath) { try $0.discovery($1) },
            route(.get, RealmAddress.keysPath) { realm, _ in realm.keys() },
            route(.get, RealmAddress.authorizationPath) { try $0.askPerson($1) },
            route(.post, RealmAddress.authorizationPath) { try await $0.decide($1) },
            route(.post, RealmAddress.devicePath) { try await $0.giveDeviceCode($1) },
            route(.get, RealmAddress.deviceCodePagePath) { try $0.askForDeviceCode($1) },
            route(.post, RealmAddress.deviceCodePagePath) { try await $0.decideAboutDevice($1) },
            route(.post, RealmAddress.tokenPath) { try await $0.giveTokens($1) },
            route(.post, RealmAddress.revocationPath) { try await $0.revoke($1) },
            route(.get, RealmAddress.userInfoPath) { try $0.userInfo($1) },
            route(.post, RealmAddress.userInfoPath) { try $0.userInfo($1) },
        ]
    }

    /// A route that reports errors as OAuth does.
    private func route(
        _ method: HTTPRequest.Method, _ path: String,
        action: @escaping @Sendable (Realm, Request) async throws -> Response
    ) -> ServiceRoute {
        ServiceRoute(method, path, needsSignIn: false) { request, _ in
            do {
                return try await action(self, request)
            } catch let error as OAuthError {
                return error.response
            } catch AuthorizationRequest.Refusal.shown(let reason) {
                return SignInPage.refusing(reason).response
            } catch AuthorizationRequest.Refusal.redirected(let error, let redirect, let state) {
                return .found(
                    redirect.adding([
                        ("error", error.code.rawValue), ("error_description", error.description),
                        ("state", state), ("iss", try self.address(request).issuer),
                    ]))
            }
        }
    }
}

extension Response {
    /// Redirects the browser.
    static func found(_ location: String) -> Response {
        var headers = HTTPFields.unstored
        headers[.location] = location
        return Response(status: .found, headers: headers)
    }
}

/// The addresses of the realm, with the host that the caller used: both `localhost` and `127.0.0.1` are valid.
struct RealmAddress: Sendable {
    static let path = "/realms/sandbox"
    private static let endpoints = path + "/protocol/openid-connect"
    static let discoveryPath = path + "/.well-known/openid-configuration"
    static let authorizationPath = endpoints + "/auth"
    static let devicePath = endpoints + "/auth/device"
    static let deviceCodePagePath = path + "/device"
    static let tokenPath = endpoints + "/token"
    static let revocationPath = endpoints + "/revoke"
    static let userInfoPath = endpoints + "/userinfo"
    static let keysPath = endpoints + "/certs"

    private let origin: String

    /// - Throws: ``OAuthError`` if the request has no `Host` field.
    init(_ request: Request, scheme: String) throws {
        guard let authority = request.head.authority, !authority.isEmpty else {
            throw OAuthError(.invalidRequest, "The request has no Host field.")
        }
        origin = "\(scheme)://\(authority)"
    }

    var issuer: String { origin + Self.path }

    /// The page on which a person enters a device's code.
    var deviceCodePage: String { origin + Self.deviceCodePagePath }

    /// OpenID Connect Discovery 1.0, section 3; RFC 8414; RFC 9207.
    var discovery: JSON {
        let words = { (words: [String]) in JSON.array(words.map { .string($0) }) }
        return [
            "issuer": .string(issuer),
            "authorization_endpoint": .string(origin + Self.authorizationPath),
            "token_endpoint": .string(origin + Self.tokenPath),
            "device_authorization_endpoint": .string(origin + Self.devicePath),
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
