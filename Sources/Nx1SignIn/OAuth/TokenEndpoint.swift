public import Nx1HTTP
public import Nx1Values
import Synchronization

/// Requests and revokes tokens at a provider.
struct TokenEndpoint: Sendable {
    enum Reading: Sendable, Hashable {
        case granted(TokenAnswer)
        case refused(ProviderRefusal, httpStatus: Int)

        /// Returns the tokens.
        /// - Throws: ``Nx1Error`` if the provider refused the request.
        func tokens(for client: OAuthClient) throws(Nx1Error) -> TokenAnswer {
            switch self {
            case .granted(let answer): return answer
            case .refused(let refusal, let status): throw refusal.error(for: client, httpStatus: status)
            }
        }
    }

    let client: OAuthClient
    let provider: Provider

    /// Requests tokens; retries transient failures.
    /// - Parameter fetch: the fetch that completes each request even if it's cancelled.
    func ask(
        for grant: Grant, over network: Network, carriedBy fetch: SharedFetch? = nil
    ) async throws -> Reading {
        try await network.sendRepeatedly(
            form(for: grant).call, to: provider.token.address, carriedBy: fetch
        ) { answer throws(Nx1Error) in
            try read(answer, covering: grant.secrets)
        }
    }

    /// Requests tokens once.
    func askOnce(for grant: Grant, over network: Network) async throws -> Reading {
        try read(
            await network.send(form(for: grant).call, to: provider.token.address), covering: grant.secrets)
    }

    private func form(for grant: Grant) -> SignedForm {
        SignedForm(grant.fields(scope: client.scope), from: client, to: provider.token, of: provider)
    }

    /// Requests a code that a person can enter on another device (RFC 8628, section 3.1).
    /// - Throws: ``Nx1Error``, with the problem `deviceCodesUnavailable` if the provider doesn't support this for the
    ///   client.
    func deviceAuthorization(_ proofKey: ProofKey, over network: Network) async throws -> DeviceAuthorization
    {
        guard let endpoint = provider.deviceAuthorization else {
            throw noDeviceSignIn()
        }
        let fields = FormFields([
            ("scope", client.scope), ("code_challenge", proofKey.challenge),
            ("code_challenge_method", "S256"),
        ])
        let form = SignedForm(fields, from: client, to: endpoint, of: provider)
        return try await network.sendRepeatedly(form.call, to: endpoint.address) { answer throws(Nx1Error) in
            if answer.isSuccess { return try DeviceAuthorization(answer.body, from: endpoint) }
            if [404, 405, 501].contains(answer.status) {
                throw noDeviceSignIn(" (\(answer.status))")
            }
            guard case .refused(let refusal, let status) = try refusal(in: answer, of: endpoint, covering: [])
            else { throw answer.refusal(from: endpoint.address) }
            var error = refusal.error(for: client, httpStatus: status)
            if ["unauthorized_client", "unsupported_grant_type"].contains(refusal.word) {
                error.message =
                    "\(client.issuer) doesn't allow this client to sign in on another device: \(refusal.said)."
                error.advice = nil
                error.problem = .deviceCodesUnavailable(issuer: client.issuer.description)
            }
            throw error
        }
    }

    private func noDeviceSignIn(_ status: String = "") -> Nx1Error {
        Nx1Error(
            .notSignedIn, "\(client.issuer) doesn't support sign-in on another device\(status).",
            problem: .deviceCodesUnavailable(issuer: client.issuer.description))
    }

    /// Revokes a token (RFC 7009).
    /// - Parameter hint: the token's kind: `refresh_token` or `access_token`.
    /// - Returns: false if the provider doesn't support revocation.
    func revoke(_ token: Secret, hint: String, over network: Network) async throws -> Bool {
        guard let endpoint = provider.revocation else { return false }
        let fields = FormFields([("token", token.reveal()), ("token_type_hint", hint)])
        let form = SignedForm(fields, from: client, to: endpoint, of: provider)
        return try await network.sendRepeatedly(form.call, to: endpoint.address) { answer throws(Nx1Error) in
            if answer.isSuccess { return true }
            if answer.status == 404 { return false }
            switch try refusal(in: answer, of: endpoint, covering: [token]) {
            case .refused(let refusal, let status): throw refusal.error(for: client, httpStatus: status)
            case .granted: return true
            }
        }
    }

    func read(_ answer: HTTPAnswer, covering secrets: [Secret]) throws(Nx1Error) -> Reading {
        if answer.isSuccess { return .granted(try TokenAnswer(answer.body, from: provider.token)) }
        return try refusal(in: answer, of: provider.token, covering: secrets)
    }

    /// The provider's refusal.
    /// - Throws: ``Nx1Error`` if the response isn't an OAuth error. It doesn't quote the body, which may contain a
    ///   token.
    private func refusal(
        in answer: HTTPAnswer, of endpoint: ProviderEndpoint, covering secrets: [Secret]
    ) throws(Nx1Error) -> Reading {
        let refusal = ProviderRefusal(
            answer.body, covering: secrets + [client.clientSecret].compactMap(\.self))
        let isPassing = answer.isPassingFailure || refusal?.isPassing == true
        if let refusal, !isPassing { return .refused(refusal, httpStatus: answer.status) }
        var bare = answer
        bare.body = []
        var error = bare.refusal(from: endpoint.address)
        if isPassing {
            error = error.withCode(.serviceFailed)
            error.message = "\(Provider.unavailable(client.issuer)) (\(answer.status))"
            error.message += refusal.map { ": \($0.said)." } ?? "."
            error.advice = Provider.retryAdvice
        } else {
            error.advice = Provider.advice
        }
        throw error
    }
}

extension Nx1Error {
    fileprivate func withCode(_ code: Code) -> Nx1Error {
        var error = Nx1Error(code, message, advice: givenAdvice, httpStatus: httpStatus)
        error.problem = problem
        error.retryAfter = retryAfter
        error.requestID = requestID
        error.attempts = attempts
        return error
    }
}

/// Authorizes requests with access tokens that a program obtains in its own name (RFC 6749, section 4.4), for scripts
/// and services.
///
/// The first request fetches a token, which is renewed before it expires. Nothing is written to disk.
public final class ClientCredentials: Credentials {
    /// The client and its issuer.
    public let client: OAuthClient
    private let discovery: ProviderDiscovery
    private let keeper = TokenKeeper()
    private let clock = Mutex<Timekeeper>(.system)

    /// Creates credentials of `client`, which has a secret. Nothing is requested yet.
    public init(_ client: OAuthClient) {
        self.client = client
        discovery = ProviderDiscovery(client.issuer)
    }

    public func authorization(over network: Network) async throws -> Authorization {
        let time = network.timekeeper
        clock.withLock { $0 = time }
        return try await keeper.authorization(at: time) {
            let provider = try await discovery.provider(over: network)
            let asked = time.now()
            let answer = try await TokenEndpoint(client: client, provider: provider)
                .ask(for: .clientCredentials, over: network).tokens(for: client)
            return AccessToken(answer.authorization, from: asked, lifetime: answer.lifetime)
        }
    }

    public func discard(_ refused: Authorization) async -> Bool {
        keeper.discard(refused)
        return true
    }

    /// The user and the expiry of the current token; nil before the first request.
    public func status() -> SignInStatus? {
        guard let token = keeper.token else { return nil }
        let now = clock.withLock(\.self).now()
        return SignInStatus(
            user: client.clientID, expiresIn: token.ends.map { max(.zero, $0 - now) }, canRefresh: true)
    }
}
