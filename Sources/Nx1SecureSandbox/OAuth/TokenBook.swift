import Nx1Sandbox

/// The codes and tokens that were given out, as a value: every method is told the time.
struct TokenBook: Sendable {
    typealias Instant = ContinuousClock.Instant

    /// What a person or a client was granted.
    struct Grant: Sendable, Hashable {
        let clientID: String
        let account: Account
        let scope: Scope
    }

    /// The tokens of one answer.
    struct Tokens: Sendable {
        let access: String
        let refresh: String?
        let grant: Grant
    }

    /// One sign-in by code: its refresh tokens follow one another, and only the last is good.
    private struct Family {
        let grant: Grant
        var current: String
        var end: Instant?
    }

    private struct Code {
        let request: AuthorizationRequest
        let account: Account
        let end: Instant
        /// What came of it, once it was used.
        var family: String?
    }

    private struct AccessToken {
        let grant: Grant
        let family: String?
        let end: Instant
    }

    /// How long a code can be used, and a refresh token unless it is for `offline_access`.
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

    /// A code for the client to trade in.
    mutating func giveCode(for request: AuthorizationRequest, to account: Account, at now: Instant) -> String
    {
        forgetWhatEnded(by: now)
        let code = SandboxConfiguration.randomDigits()
        codes[code] = Code(request: request, account: account, end: now + Self.codeLifetime)
        return code
    }

    /// Trades a code in. A code that comes a second time ends what came of it (RFC 6749, section 4.1.2).
    /// - Throws: ``OAuthError``.
    mutating func redeem(
        _ code: String, by client: RegisteredClient, redirect: String, verifier: String, at now: Instant
    ) throws -> (tokens: Tokens, request: AuthorizationRequest) {
        guard let entry = codes[code], entry.end > now else {
            throw OAuthError(.invalidGrant, "The code is not known, or has ended.")
        }
        if let family = entry.family {
            revoke(family: family)
            throw OAuthError(.invalidGrant, "The code was used before.")
        }
        let family = SandboxConfiguration.randomDigits()
        codes[code]?.family = family
        guard entry.request.client.id == client.id else {
            throw OAuthError(.invalidGrant, "The code was given to another client.")
        }
        guard entry.request.redirect.text == redirect else {
            throw OAuthError(
                .invalidGrant, "The redirect_uri is not the one that the code was asked for with.")
        }
        guard CodeChallenge(of: verifier).text == entry.request.challenge else {
            throw OAuthError(.invalidGrant, "The code_verifier doesn't belong to the code_challenge.")
        }
        let grant = Grant(clientID: client.id, account: entry.account, scope: entry.request.scope)
        families[family] = Family(grant: grant, current: "")
        return (giveTokens(of: family, for: grant, at: now), entry.request)
    }

    /// The first tokens of a sign-in without a code.
    mutating func beginFamily(for grant: Grant, at now: Instant) -> Tokens {
        let family = SandboxConfiguration.randomDigits()
        families[family] = Family(grant: grant, current: "")
        return giveTokens(of: family, for: grant, at: now)
    }

    // MARK: Refresh tokens

    /// Trades a refresh token for the next one. One that comes a second time ends all of its family (RFC 9700,
    /// section 4.14.2).
    /// - Parameter scope: A part of what was granted, for the access token.
    /// - Throws: ``OAuthError``.
    mutating func refresh(
        _ token: String, by client: RegisteredClient, scope: Scope?, at now: Instant
    ) throws -> Tokens {
        guard let (name, family) = family(of: token), family.end.map({ $0 > now }) ?? true else {
            throw OAuthError(.invalidGrant, "The refresh token is not known, or has ended.")
        }
        guard family.grant.clientID == client.id else {
            throw OAuthError(.invalidGrant, "The refresh token was given to another client.")
        }
        guard family.current == token else {
            revoke(family: name)
            throw OAuthError(
                .invalidGrant, "The refresh token was used before; all that came of it is revoked.")
        }
        var grant = family.grant
        if let scope {
            guard scope.isPart(of: grant.scope) else {
                throw OAuthError(.invalidScope, "The scope is more than what was granted.")
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

    /// An access token alone, for a client that signs in by itself.
    mutating func giveAccessToken(for grant: Grant, family: String? = nil, at now: Instant) -> String {
        forgetWhatEnded(by: now)
        let token = "sandbox-token-" + SandboxConfiguration.randomDigits()
        accessTokens[token] = AccessToken(grant: grant, family: family, end: now + tokenLifetime)
        return token
    }

    /// What an access token stands for, until it ends.
    func grant(of accessToken: String, at now: Instant) -> Grant? {
        accessTokens[accessToken].flatMap { $0.end > now ? $0.grant : nil }
    }

    // MARK: The end

    /// Takes a token back; with a refresh token, all of its family (RFC 7009, section 2.1).
    /// - Throws: ``OAuthError`` if it is another client's. An unknown token is no error.
    mutating func revoke(_ token: String, by client: RegisteredClient) throws {
        let refreshed = family(of: token)
        guard let owner = accessTokens[token]?.grant.clientID ?? refreshed?.1.grant.clientID else { return }
        guard owner == client.id else {
            throw OAuthError(.unauthorizedClient, "The token was given to another client.")
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
