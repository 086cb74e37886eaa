/// What a client asks the authorization endpoint for (RFC 6749, section 4.1.1; RFC 7636, section 4.3).
struct AuthorizationRequest: Sendable {
    /// Why it is refused.
    enum Refusal: Error {
        /// The browser can't be sent back; the person is told.
        case shown(String)
        /// The client is told, by way of the browser.
        case redirected(OAuthError, to: RedirectAddress, state: String?)
    }

    let client: RegisteredClient
    let redirect: RedirectAddress
    let state: String?
    let scope: Scope
    /// `BASE64URL(SHA256(code_verifier))`.
    let challenge: String
    let nonce: String?

    /// - Throws: ``Refusal``.
    init(query: String, clients: [RegisteredClient]) throws {
        let fields: FormFields
        do {
            fields = try FormFields(parsing: query)
        } catch let error as OAuthError {
            throw Refusal.shown(error.description)
        }
        guard let client = clients.first(where: { $0.id == fields["client_id"] }) else {
            throw Refusal.shown("No client of this sandbox has that client_id.")
        }
        guard let redirect = fields["redirect_uri"].flatMap(RedirectAddress.init) else {
            throw Refusal.shown(
                "The redirect_uri has to be http://127.0.0.1:PORT/… or http://localhost:PORT/….")
        }
        self.client = client
        self.redirect = redirect
        state = fields["state"]
        nonce = fields["nonce"]
        do {
            try client.check(mayUse: .authorizationCode)
            guard try fields.required("response_type") == "code" else {
                throw OAuthError(.unsupportedResponseType, "The response_type has to be code.")
            }
            guard fields["code_challenge_method"] == "S256" else {
                throw OAuthError(.invalidRequest, "The code_challenge_method has to be S256.")
            }
            challenge = try fields.required("code_challenge")
            guard challenge.wholeMatch(of: /[A-Za-z0-9_-]{43}/) != nil else {
                throw OAuthError(.invalidRequest, "The code_challenge is no SHA-256 in base64url.")
            }
            scope = try Scope(fields["scope"] ?? "openid profile")
        } catch let error as OAuthError {
            throw Refusal.redirected(error, to: redirect, state: fields["state"])
        }
    }
}
