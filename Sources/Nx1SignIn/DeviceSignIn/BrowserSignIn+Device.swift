public import Nx1HTTP
import Nx1Values

extension BrowserSignIn {
    /// Whether the provider supports sign-in on another device (RFC 8628). Sends a request the first time.
    /// - Throws: ``Nx1Error``; `CancellationError`.
    public func offersDeviceCodes(over network: Network) async throws -> Bool {
        try await describedProvider(over: network).deviceAuthorization != nil
    }

    /// Signs a person in on another device, for machines without a browser (RFC 8628), and stores the tokens.
    ///
    /// Requests a code, then polls at the provider's pace until the person has entered it or the code expires. Network
    /// failures meanwhile only slow down the polling.
    /// - Parameters:
    ///   - network: the network to send requests over; see ``Nx1/network``.
    ///   - present: shows the code; called once, before the wait.
    /// - Throws: ``Nx1Error``, usually `notSignedIn`; its ``Nx1Error/problem`` is `deviceCodesUnavailable` if the
    ///   provider doesn't support this, or not for this client. `CancellationError`.
    public func logInOnAnotherDevice(
        over network: Network, present: @Sendable (DeviceCode) async -> Void
    ) async throws -> SignInStatus {
        try file.prepare(for: client)
        let provider = try await describedProvider(over: network)
        let proofKey = ProofKey()
        let authorization = try await TokenEndpoint(client: client, provider: provider)
            .deviceAuthorization(proofKey, over: network)
        await present(authorization.code)
        let grant = Grant.deviceCode(authorization.deviceCode, verifier: proofKey.verifier)
        let (answer, asked) = try await granted(
            grant, by: provider, over: network,
            polling: DevicePolling(
                every: authorization.interval, for: authorization.code.lifetime,
                from: network.timekeeper.now()))
        if let idToken = answer.idToken {
            try IdentityTokenCheck(client: client, provider: provider).check(idToken)
        }
        return try store(answer, asked: asked, at: network.timekeeper)
    }

    private func granted(
        _ grant: Grant, by provider: Provider, over network: Network, polling: DevicePolling
    ) async throws -> (TokenAnswer, asked: AskedMoment) {
        let time = network.timekeeper
        let endpoint = TokenEndpoint(client: client, provider: provider)
        var polling = polling
        var lastFailure: Nx1Error?
        while case .ask(let pause) = polling.step(at: time.now()) {
            try await time.sleep(pause)
            let asked = AskedMoment(time)
            do {
                switch try await endpoint.askOnce(for: grant, over: network) {
                case .granted(let answer): return (answer, asked)
                case .refused(let refusal, let status):
                    guard let reply = refusal.pollingReply else {
                        throw refusal.error(for: client, httpStatus: status)
                    }
                    polling.heed(reply)
                    lastFailure = nil
                }
            } catch let error as Nx1Error where error.isPassing {
                polling.heed(.noAnswer(retryAfter: error.retryAfter))
                network.log.log(error, retryAfter: polling.interval)
                lastFailure = error
            }
        }
        throw lastFailure
            ?? Nx1Error(
                .notSignedIn, "\(ProviderRefusal.expiredCode(at: client.issuer)).",
                problem: .signedOut(issuer: client.issuer.description))
    }
}

extension ProviderRefusal {
    /// What the refusal means for the polling; nil if it ends the polling.
    fileprivate var pollingReply: DevicePolling.Reply? {
        switch word {
        case "authorization_pending": .pending
        case "slow_down": .slowDown
        default: nil
        }
    }
}
