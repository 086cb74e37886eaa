import Crypto
import Nx1Sandbox

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A request to the authorization endpoint (RFC 6749, section 4.1.1; RFC 7636, section 4.3).
struct AuthorizationRequest: Sendable {
    /// Why the request is rejected.
    enum Refusal: Error {
        /// The browser can't be redirected, so the page shows the reason.
        case shown(String)
        /// The browser is redirected to the client with the error.
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
            throw Refusal.shown("Unknown client_id: this sandbox has no such client.")
        }
        guard let redirect = fields["redirect_uri"].flatMap(RedirectAddress.init) else {
            throw Refusal.shown(
                "The redirect_uri must be http://127.0.0.1:PORT/… or http://localhost:PORT/….")
        }
        self.client = client
        self.redirect = redirect
        state = fields["state"]
        nonce = fields["nonce"]
        do {
            try client.check(mayUse: .authorizationCode)
            guard try fields.required("response_type") == "code" else {
                throw OAuthError(.unsupportedResponseType, "The response_type must be code.")
            }
            guard fields["code_challenge_method"] == "S256" else {
                throw OAuthError(.invalidRequest, "The code_challenge_method must be S256.")
            }
            challenge = try fields.required("code_challenge")
            guard challenge.wholeMatch(of: /[A-Za-z0-9_-]{43}/) != nil else {
                throw OAuthError(
                    .invalidRequest, "The code_challenge isn't a base64url-encoded SHA-256 value.")
            }
            scope = try Scope(fields["scope"] ?? "openid profile")
        } catch let error as OAuthError {
            throw Refusal.redirected(error, to: redirect, state: fields["state"])
        }
    }
}

/// The S256 transformation of a code verifier (RFC 7636, section 4.2).
struct CodeChallenge {
    let text: String

    init(of verifier: String) {
        text = Data(SHA256.hash(data: Array(verifier.utf8))).base64URL
    }
}

extension Data {
    /// RFC 4648, section 5, without padding.
    var base64URL: String {
        base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").filter { $0 != "=" }
    }
}

/// The address that the browser is redirected to: an `http` address on this machine, with any port and path (RFC
/// 8252, section 7.3).
struct RedirectAddress: Sendable, Hashable {
    let text: String

    init?(_ text: String) {
        guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }), !text.contains("#") else { return nil }
        guard
            let rest = text.wholeMatch(
                of: /http:\/\/(?:127\.0\.0\.1|localhost)(?::([0-9]{1,5}))?(?:[\/?].*)?/)
        else { return nil }
        if let port = rest.1, !(1...65535).contains(Int(port) ?? 0) { return nil }
        self.text = text
    }

    /// The address with parameters added to its existing query (RFC 6749, section 3.1.2).
    func adding(_ parameters: [(name: String, value: String?)]) -> String {
        let pairs = parameters.compactMap { name, value in
            value.map { "\(name)=\(PercentEncoding.encoded($0))" }
        }
        return text + (text.contains("?") ? "&" : "?") + pairs.joined(separator: "&")
    }
}
