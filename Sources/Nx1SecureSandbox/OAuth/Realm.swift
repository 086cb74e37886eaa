import HTTPTypes
import HummingbirdCore
import Nx1Sandbox
import Synchronization

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The sandbox's sign-in: an OAuth 2.0 and OpenID Connect provider with one person and two clients.
final class Realm: SandboxTokens {
    let clients: [RegisteredClient]
    private let scheme: String
    private let fixedToken: String
    let person: Account
    private let program: Account
    private let identities = IdentityTokens()
    private let book: Mutex<TokenBook>
    let devices = Mutex(DeviceBook())

    /// - Parameters:
    ///   - scheme: The scheme of the sandbox's addresses.
    ///   - ownerID: The person's subject.
    init(_ configuration: SandboxConfiguration, scheme: String, ownerID: String) {
        clients = RegisteredClient.all(batchSecret: configuration.batchClientSecret)
        self.scheme = scheme
        fixedToken = configuration.accessToken
        person = Account(subject: ownerID, userName: "analyst")
        program = Account(
            subject: UUID().uuidString.lowercased(),
            userName: "service-account-" + RegisteredClient.batchID)
        book = Mutex(TokenBook(tokenLifetime: configuration.tokenLifetime))
    }

    /// The grant of an access token, if it is currently valid. The configuration's own token never expires.
    func grant(of accessToken: String) -> TokenBook.Grant? {
        if accessToken == fixedToken {
            let scope = try? Scope("openid profile")
            return scope.map { .init(clientID: RegisteredClient.shellID, account: person, scope: $0) }
        }
        return book.withLock { $0.grant(of: accessToken, at: .now) }
    }

    func isAccepted(_ token: String) -> Bool { grant(of: token) != nil }

    // MARK: The authorization endpoint

    /// The page that asks the person.
    func askPerson(_ request: Request) throws -> Response {
        let asked = try AuthorizationRequest(query: request.uri.query ?? "", clients: clients)
        return SignInPage.asking(for: asked, as: person.userName).response
    }

    /// Handles the person's decision: redirects to the client, with a code or an error.
    func decide(_ request: Request) async throws -> Response {
        let asked = try AuthorizationRequest(query: request.uri.query ?? "", clients: clients)
        let issuer = try address(request).issuer
        switch try await FormFields.ofBody(request)["decision"] {
        case "allow":
            let code = book.withLock { $0.giveCode(for: asked, to: person, at: .now) }
            return .found(
                asked.redirect.adding([("code", code), ("state", asked.state), ("iss", issuer)]))
        case "deny":
            throw AuthorizationRequest.Refusal.redirected(
                OAuthError(.accessDenied, "The person denied the request."), to: asked.redirect,
                state: asked.state)
        default:
            throw AuthorizationRequest.Refusal.shown("The form has no decision: allow or deny.")
        }
    }

    // MARK: The token endpoint and its neighbours

    func giveTokens(_ request: Request) async throws -> Response {
        let fields = try await FormFields.ofBody(request)
        let client = try ClientAuthentication(clients: clients).client(request.headers, fields)
        guard let grant = GrantType(rawValue: try fields.required("grant_type")) else {
            throw OAuthError(.unsupportedGrantType, "Unsupported grant_type.")
        }
        try client.check(mayUse: grant)
        switch grant {
        case .authorizationCode:
            let (code, redirect) = (try fields.required("code"), try fields.required("redirect_uri"))
            let verifier = try fields.required("code_verifier")
            let (tokens, asked) = try book.withLock {
                try $0.redeem(code, by: client, redirect: redirect, verifier: verifier, at: .now)
            }
            return try answer(tokens, nonce: asked.nonce, request)
        case .deviceCode:
            let code = try fields.required("device_code")
            let granted = try devices.withLock {
                try $0.redeem(code, by: client, verifier: fields["code_verifier"], at: .now)
            }
            let grant = TokenBook.Grant(clientID: client.id, account: person, scope: granted)
            return try answer(book.withLock { $0.beginFamily(for: grant, at: .now) }, nonce: nil, request)
        case .refreshToken:
            let token = try fields.required("refresh_token")
            let scope = try fields["scope"].map(Scope.init)
            let tokens = try book.withLock {
                try $0.refresh(token, by: client, scope: scope, at: .now)
            }
            return try answer(tokens, nonce: nil, request)
        case .clientCredentials:
            let scope = try Scope(fields["scope"] ?? "profile")
            let grant = TokenBook.Grant(clientID: client.id, account: program, scope: scope)
            let token = book.withLock { $0.giveAccessToken(for: grant, at: .now) }
            return try answer(.init(access: token, refresh: nil, grant: grant), nonce: nil, request)
        }
    }

    func revoke(_ request: Request) async throws -> Response {
        let fields = try await FormFields.ofBody(request)
        let client = try ClientAuthentication(clients: clients).client(request.headers, fields)
        let token = try fields.required("token")
        try book.withLock { try $0.revoke(token, by: client) }
        return Response(status: .ok, headers: .unstored)
    }

    /// OpenID Connect Core 1.0, section 5.3.
    func userInfo(_ request: Request) throws -> Response {
        guard let grant = request.headers[.authorization].flatMap(SignIn.bearerToken).flatMap(grant) else {
            throw OAuthError(.invalidToken, "Invalid or expired token")
        }
        guard grant.scope.contains("openid") else {
            throw OAuthError(.insufficientScope, "The token's scope doesn't include openid.")
        }
        let account = grant.account
        return .json(
            ["sub": .string(account.subject), "preferred_username": .string(account.userName)],
            headers: .unstored)
    }

    func keys() -> Response { .json(identities.keys) }

    func discovery(_ request: Request) throws -> Response { .json(try address(request).discovery) }

    func address(_ request: Request) throws -> RealmAddress { try RealmAddress(request, scheme: scheme) }

    /// The response of RFC 6749, section 5.1, with Keycloak's additional members. Client credentials get no refresh
    /// token.
    private func answer(_ tokens: TokenBook.Tokens, nonce: String?, _ request: Request) throws -> Response {
        let grant = tokens.grant
        let lifetime = book.withLock(\.tokenLifetime)
        let refreshEnds = tokens.refresh != nil && !grant.scope.contains("offline_access")
        let refreshSeconds = refreshEnds ? TokenBook.refreshLifetime.wholeSeconds : 0
        var members: [(name: String, value: JSON)] = [
            ("access_token", .string(tokens.access)),
            ("expires_in", .number(literal: String(lifetime.wholeSeconds))),
            ("refresh_expires_in", .number(literal: String(refreshSeconds))),
            ("token_type", "Bearer"), ("not-before-policy", 0), ("scope", .string(grant.scope.description)),
        ]
        if let refresh = tokens.refresh {
            members.append(("refresh_token", .string(refresh)))
            if grant.scope.contains("openid") {
                let token = try identities.token(
                    for: grant.account, client: grant.clientID, issuer: try address(request).issuer,
                    nonce: nonce, lifetime: lifetime, at: .now)
                members.append(("id_token", .string(token)))
            }
        }
        return .json(.object(members), headers: .unstored)
    }
}
