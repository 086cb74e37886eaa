import Nx1HTTP
import Nx1Values

/// Gets tokens from a provider, and gives them back.
struct TokenEndpoint: Sendable {
    enum Reading: Sendable, Hashable {
        case granted(TokenAnswer)
        case refused(ProviderRefusal, httpStatus: Int)

        /// The tokens.
        /// - Throws: ``Nx1Error``: why there are none.
        func tokens(for client: OAuthClient) throws(Nx1Error) -> TokenAnswer {
            switch self {
            case .granted(let answer): return answer
            case .refused(let refusal, let status): throw refusal.error(for: client, httpStatus: status)
            }
        }
    }

    let client: OAuthClient
    let provider: Provider

    /// Asks for tokens; what fails in passing is tried again.
    /// - Parameter fetch: what carries each request to its end, if anything does.
    func ask(
        for grant: Grant, over network: Network, carriedBy fetch: SharedFetch? = nil
    ) async throws -> Reading {
        let endpoint = provider.token
        let form = SignedForm(
            grant.fields(scope: client.scope), from: client, to: endpoint, of: provider)
        return try await network.sendRepeatedly(form.call, to: endpoint.address, carriedBy: fetch) {
            answer throws(Nx1Error) in
            try read(answer, covering: grant.secrets)
        }
    }

    /// Makes a token worthless (RFC 7009).
    /// - Parameter hint: which kind it is: `refresh_token` or `access_token`.
    /// - Returns: false if the provider doesn't offer that.
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

    /// What the provider has against it.
    /// - Throws: ``Nx1Error``: if it is for other reasons than OAuth's. It quotes nothing then, as that might be a token.
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
            error = error.withCode(answer.status == 429 ? .tooManyRequests : .serviceFailed)
            error.message = "\(client.issuer) can't sign anybody in now (\(answer.status))"
            error.message += refusal.map { ": \($0.said)." } ?? "."
            error.advice = "Try again in a while."
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
