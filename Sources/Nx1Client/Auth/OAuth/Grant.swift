/// What a client shows a provider to get tokens for.
enum Grant: Sendable, Hashable {
    /// Its own name and secret (RFC 6749, section 4.4).
    case clientCredentials
    /// The code that the browser brought back (RFC 6749, section 4.1.3; RFC 7636, section 4.5).
    case code(Secret, redirectURI: String, verifier: Secret)
    /// What it got the last time (RFC 6749, section 6).
    case refresh(Secret)

    func fields(scope: String) -> FormFields {
        switch self {
        case .clientCredentials: FormFields([("grant_type", "client_credentials"), ("scope", scope)])
        case .code(let code, let redirectURI, let verifier):
            FormFields([
                ("grant_type", "authorization_code"), ("code", code.reveal()),
                ("redirect_uri", redirectURI), ("code_verifier", verifier.reveal()),
            ])
        case .refresh(let token):
            FormFields([("grant_type", "refresh_token"), ("refresh_token", token.reveal())])
        }
    }

    /// What no text of an error may repeat.
    var secrets: [Secret] {
        switch self {
        case .clientCredentials: []
        case .code(let code, _, let verifier): [code, verifier]
        case .refresh(let token): [token]
        }
    }
}
