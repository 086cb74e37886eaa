import Nx1Events
import Nx1Values

/// One sign-in with a browser, as a value: the address that starts it, and the checks of its response.
struct SignInAttempt: Sendable {
    let client: OAuthClient
    let provider: Provider
    /// Returned with the response, so that no other page can forge one (RFC 6749, section 10.12).
    let state: Secret
    /// Returned in the ID token (OpenID Connect Core 1.0, section 3.1.2.1).
    let nonce: Secret
    let proofKey: ProofKey

    /// Creates an attempt with random secrets.
    init(
        _ client: OAuthClient, at provider: Provider, state: Secret = .random(), nonce: Secret = .random(),
        proofKey: ProofKey = ProofKey()
    ) {
        self.client = client
        self.provider = provider
        self.state = state
        self.nonce = nonce
        self.proofKey = proofKey
    }

    /// The address to open in the browser.
    func url(at endpoint: ProviderEndpoint, redirectURI: String) -> String {
        endpoint.with(
            FormFields([
                ("response_type", "code"), ("client_id", client.clientID), ("redirect_uri", redirectURI),
                ("scope", client.scope), ("state", state.reveal()), ("nonce", nonce.reveal()),
                ("code_challenge", proofKey.challenge), ("code_challenge_method", "S256"),
            ]))
    }

    /// Whether a response belongs to this sign-in.
    func isOurs(_ answer: FormFields) -> Bool { answer["state"].map(state.matches) ?? false }

    /// The code in a response.
    /// - Throws: ``Nx1Error`` (`notSignedIn`, `serviceFailed`) if the response has no code or isn't trusted.
    func code(in answer: FormFields) throws(Nx1Error) -> Secret {
        guard isOurs(answer) else {
            throw refused("The browser returned from a different sign-in (the state doesn't match).")
        }
        if let issuer = answer["iss"] {
            guard provider.isNamed(issuer) else {
                throw refused(
                    "The browser returned from a different issuer than \(client.issuer):"
                        + " \(OneLine(issuer, limit: 200)).")
            }
        } else if provider.namesItselfInAnswers {
            throw refused(
                "The response from \(client.issuer) has no iss, which this issuer always sends.")
        }
        if let word = answer["error"] {
            throw ProviderRefusal(word: word, text: answer["error_description"]).error(for: client)
        }
        guard let code = answer["code"], !code.isEmpty else {
            throw refused("The browser returned from \(client.issuer) without a code.")
        }
        return Secret(code)
    }

    /// Checks that `token` belongs to this sign-in.
    /// - Throws: ``Nx1Error`` (`notSignedIn`) if it doesn't.
    func check(_ token: Secret) throws(Nx1Error) {
        try IdentityTokenCheck(client: client, provider: provider, nonce: nonce).check(token)
    }

    private func refused(_ message: String) -> Nx1Error {
        Nx1Error(.notSignedIn, message, problem: .otherSignIn(issuer: client.issuer.description))
    }
}
