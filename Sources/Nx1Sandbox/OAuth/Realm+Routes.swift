import HTTPTypes
import Hummingbird

extension Realm {
    /// The realm's endpoints, at Keycloak's paths.
    var routes: [Route] {
        [
            route(.get, RealmAddress.discoveryPath) { try $0.discovery($1) },
            route(.get, RealmAddress.keysPath) { realm, _ in realm.keys() },
            route(.get, RealmAddress.authorizationPath) { try $0.askPerson($1) },
            route(.post, RealmAddress.authorizationPath) { try await $0.decide($1) },
            route(.post, RealmAddress.tokenPath) { try await $0.giveTokens($1) },
            route(.post, RealmAddress.revocationPath) { try await $0.revoke($1) },
            route(.get, RealmAddress.userInfoPath) { try $0.userInfo($1) },
            route(.post, RealmAddress.userInfoPath) { try $0.userInfo($1) },
        ]
    }

    /// A route whose refusals are OAuth's.
    private func route(
        _ method: HTTPRequest.Method, _ path: String,
        action: @escaping @Sendable (Realm, Request) async throws -> Response
    ) -> Route {
        Route(method, path, needsSignIn: false) { request, _ in
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
    /// Sends the browser elsewhere.
    static func found(_ location: String) -> Response {
        var headers = HTTPFields.unstored
        headers[.location] = location
        return Response(status: .found, headers: headers)
    }
}
