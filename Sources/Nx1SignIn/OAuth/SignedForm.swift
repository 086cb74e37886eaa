import Nx1Events
import Nx1HTTP
import Nx1Values

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A form posted to a provider, with the client's name and secret in the form or in a header (RFC 6749, section 2.3.1).
struct SignedForm: Sendable {
    let call: HTTPCall

    init(_ fields: FormFields, from client: OAuthClient, to endpoint: ProviderEndpoint, of provider: Provider)
    {
        var fields = fields
        var call = HTTPCall(method: "POST", path: endpoint.path, headers: [("Accept", "application/json")])
        if let secret = client.clientSecret, !provider.takesSecretInForm {
            // Both are form-encoded first, so that a colon in the name differs from the separator.
            let pair = "\(PercentEncoding.encode(client.clientID)):\(PercentEncoding.encode(secret.reveal()))"
            call.headers.append(("Authorization", "Basic \(Data(pair.utf8).base64EncodedString())"))
        } else {
            fields.append("client_id", client.clientID)
            if let secret = client.clientSecret { fields.append("client_secret", secret.reveal()) }
        }
        call.contentType = "application/x-www-form-urlencoded"
        call.body = Array(fields.encoded.utf8)
        self.call = call
    }
}

/// The grant that a client exchanges for tokens.
enum Grant: Sendable, Hashable {
    /// The client's own name and secret (RFC 6749, section 4.4).
    case clientCredentials
    /// The code from the browser's redirect (RFC 6749, section 4.1.3; RFC 7636, section 4.5).
    case code(Secret, redirectURI: String, verifier: Secret)
    /// A refresh token (RFC 6749, section 6).
    case refresh(Secret)
    /// The code of a sign-in on another device (RFC 8628, section 3.4). The verifier is for providers that require PKCE
    /// here too, as Keycloak can; others ignore it.
    case deviceCode(Secret, verifier: Secret)

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
        case .deviceCode(let code, let verifier):
            FormFields([
                ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"),
                ("device_code", code.reveal()), ("code_verifier", verifier.reveal()),
            ])
        }
    }

    /// The secrets that no error message may repeat.
    var secrets: [Secret] {
        switch self {
        case .clientCredentials: []
        case .code(let code, _, let verifier): [code, verifier]
        case .refresh(let token): [token]
        case .deviceCode(let code, let verifier): [code, verifier]
        }
    }
}
