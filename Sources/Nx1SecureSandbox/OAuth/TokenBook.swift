import Nx1Sandbox

/// The codes and tokens that were issued, as a value: every method takes the time.
struct TokenBook: Sendable {
    typealias Instant = ContinuousClock.Instant

    /// A grant to a person or a client.
    struct Grant: Sendable, Hashable {
        let clientID: String
        let account: Account
        let scope: Scope
    }

    /// The tokens of one response.
    struct Tokens: Sendable {
        let access: String
        let refresh: String?
        let grant: Grant
    }

    /// A sign-in by code: its refresh tokens rotate, and only the last one is valid.
    private struct Family {
        let grant: Grant
        var current: String
        var end: Instant?
    }

    private struct Code {
        let request: AuthorizationRequest
        let account: Account
        let end: Instant
        /// The family of tokens issued for it, once it was used.
        var family: String?
    }

    private struct AccessToken {
        let grant: Grant
        let family: String?
        let end: Instant
    }

    /// The lifetime of a code, and of a refresh token without `offline_access`.
    static let codeLifetime: Duration = .seconds(60)
    static let refreshLifetime: Duration = .seconds(1800)

    let tokenLifetime: Duration
    private var codes: [String: Code] = [:]
    private var accessTokens: [String: AccessToken] = [:]
    private var families: [String: Family] = [:]

    init(tokenLifetime: Duration) {
        self.tokenLifetime = tokenLifetime
    }

    // MARK: Codes

    /// Issues a code for the client to redeem.
    mutating func giveCode(for request: AuthorizationRequest, to account: Account, at now: Instant) -> String
    {
        forgetWhatEnded(by: now)
        let code = SandboxConfiguration.randomDigits()
        codes[code] = Code(request: request, account: account, end: now + Self.codeLifetime)
        return code
    }

    /// Redeems a code. Using a code twice revokes its tokens (RFC 6749, section 4.1.2).
    /// - Throws: ``OAuthError``.
    mutating func redeem(
        _ code: String, by client: RegisteredClient, redirect: String, verifier: String, at now: Instant
    ) throws -> (tokens: Tokens, request: AuthorizationRequest) {
        guard let entry = codes[code], entry.end > now else {
            throw OAuthError(.invalidGrant, "The code is unknown or has expired.")
        }
        if let family = entry.family {
            revoke(family: family)
            throw OAuthError(.invalidGrant, "The code was already used.")
        }
        let family = SandboxConfiguration.randomDigits()
        codes[code]?.family = family
        guard entry.request.client.id == client.id else {
            throw OAuthError(.invalidGrant, "The code was issued to another client.")
        }
        guard entry.request.redirect.text == redirect else {
            throw OAuthError(
                .invalidGrant, "The redirect_uri differs from the one in the authorization request.")
        }
        guard CodeChallenge(of: verifier).text == entry.request.challenge else {
            throw OAuthError(.invalidGrant, "The code_verifier doesn't match the code_challenge.")
        }
        let grant = Grant(clientID: client.id, account: entry.account, scope: entry.request.scope)
        families[family] = Family(grant: grant, current: "")
        return (giveTokens(of: family, for: grant, at: now), entry.request)
    }

    /// Issues the first tokens of a sign-in without a code.
    mutating func beginFamily(for grant: Grant, at now: Instant) -> Tokens {
        let family = SandboxConfiguration.randomDigits()
        families[family] = Family(grant: grant, current: "")
        return giveTokens(of: family, for: grant, at: now)
    }

    // MARK: Refresh tokens

    /// Exchanges a refresh token for the next one. Using a token twice revokes its family (RFC 9700, section 4.14.2).
    /// - Parameter scope: a subset of the granted scope, for the access token.
    /// - Throws: ``OAuthError``.
    mutating func refresh(
        _ token: String, by client: RegisteredClient, scope: Scope?, at now: Instant
    ) throws -> Tokens {
        guard let (name, family) = family(of: token), family.end.map({ $0 > now }) ?? true else {
            throw OAuthError(.invalidGrant, "The refresh token is unknown or has expired.")
        }
        guard family.grant.clientID == client.id else {
            throw OAuthError(.invalidGrant, "The refresh token was issued to another client.")
        }
        guard family.current == token else {
            revoke(family: name)
            throw OAuthError(
                .invalidGrant, "The refresh token was already used; its family is revoked.")
        }
        var grant = family.grant
        if let scope {
            guard scope.isPart(of: grant.scope) else {
                throw OAuthError(.invalidScope, "The scope exceeds the granted scope.")
            }
            grant = Grant(clientID: grant.clientID, account: grant.account, scope: scope)
        }
        return giveTokens(of: name, for: grant, at: now)
    }

    private mutating func giveTokens(of family: String, for grant: Grant, at now: Instant) -> Tokens {
        let refresh = "\(family).\(SandboxConfiguration.randomDigits())"
        let isOffline = families[family]?.grant.scope.contains("offline_access") ?? false
        families[family]?.current = refresh
        families[family]?.end = isOffline ? nil : now + Self.refreshLifetime
        let access = giveAccessToken(for: grant, family: family, at: now)
        return Tokens(access: access, refresh: refresh, grant: grant)
    }

    private func family(of refreshToken: String) -> (name: String, Family)? {
        let name = String(refreshToken.prefix { $0 != "." })
        return families[name].map { (name, $0) }
    }

    // MARK: Access tokens

    /// Issues an access token alone, for a client that signs in without a person.
    mutating func giveAccessToken(for grant: Grant, family: String? = nil, at now: Instant) -> String {
        forgetWhatEnded(by: now)
        let token = "sandbox-token-" + SandboxConfiguration.randomDigits()
        accessTokens[token] = AccessToken(grant: grant, family: family, end: now + tokenLifetime)
        return token
    }

    /// The grant of an access token, until it expires.
    func grant(of accessToken: String, at now: Instant) -> Grant? {
        accessTokens[accessToken].flatMap { $0.end > now ? $0.grant : nil }
    }

    // MARK: The end

    /// Revokes a token; a refresh token with its whole family (RFC 7009, section 2.1).
    /// - Throws: ``OAuthError`` if the token belongs to another client. Unknown tokens are ignored.
    mutating func revoke(_ token: String, by client: RegisteredClient) throws {
        let refreshed = family(of: token)
        guard let owner = accessTokens[token]?.grant.clientID ?? refreshed?.1.grant.clientID else { return }
        guard owner == client.id else {
            throw OAuthError(.unauthorizedClient, "The token was issued to another client.")
        }
        accessTokens[token] = nil
        if let refreshed { revoke(family: refreshed.name) }
    }

    private mutating func revoke(family: String) {
        families[family] = nil
        accessTokens = accessTokens.filter { $0.value.family != family }
    }

    private mutating func forgetWhatEnded(by now: Instant) {
        codes = codes.filter { $0.value.end > now }
        accessTokens = accessTokens.filter { $0.value.end > now }
        families = families.filter { $0.value.end.map { $0 > now } ?? true }
    }
}
