import Nx1Events
import Nx1Values

/// A provider's error response: `{error, error_description}` (RFC 6749, section 5.2).
struct ProviderRefusal: Sendable, Hashable {
    /// The error code, such as `invalid_client`.
    let word: String
    /// The provider's description for people.
    let text: String?

    init(word: String, text: String?) {
        self.word = OneLine(word, limit: 100).text
        self.text = text.map { OneLine($0, limit: 300).text }.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Parses the body of a response; nil if it has another shape.
    /// - Parameter secrets: the secrets that were sent, which are masked if the provider repeats them.
    init?(_ body: [UInt8], covering secrets: [Secret]) {
        guard let answer = try? JSONValue(parsing: body), let word = answer["error"]?.string else {
            return nil
        }
        let mask = SecretMask(secrets)
        self.init(
            word: Self.words.contains(word) ? word : mask.masked(word),
            text: answer["error_description"]?.string.map(mask.masked))
    }

    /// The codes of RFC 6749 (sections 4.1.2.1 and 5.2) and RFC 8628 (section 3.5), which needn't be masked.
    private static let words: Set = [
        "invalid_request", "invalid_client", "invalid_grant", "unauthorized_client",
        "unsupported_grant_type", "unsupported_response_type", "invalid_scope", "access_denied",
        "server_error", "temporarily_unavailable", "authorization_pending", "slow_down", "expired_token",
    ]

    /// Whether the refresh token or code is no longer valid.
    var endsSignIn: Bool { word == "invalid_grant" }

    /// Whether the provider reports a transient failure of its own.
    var isPassing: Bool { word == "temporarily_unavailable" || word == "server_error" }

    /// The provider's description and code.
    var said: String {
        guard let text else { return word }
        return "\(text.hasSuffix(".") ? text.dropLast() : text[...]) (\(word))"
    }

    /// The refusal as an error for people.
    func error(for client: OAuthClient, httpStatus: Int? = nil) -> Nx1Error {
        let (happened, advice) = explanation(client)
        var error = Nx1Error(
            isPassing ? .serviceFailed : .notSignedIn, "\(happened): \(said).", advice: advice,
            httpStatus: httpStatus)
        if advice == nil { error.problem = .signedOut(issuer: client.issuer.description) }
        return error
    }

    /// What happened when nobody entered the code of a sign-in on another device in time.
    static func expiredCode(at issuer: ServiceAddress) -> String {
        "The code for \(issuer) expired before you signed in"
    }

    /// - Returns: no advice if the person has to sign in.
    private func explanation(_ client: OAuthClient) -> (happened: String, advice: String?) {
        let issuer = client.issuer
        let name = OneLine(client.clientID, limit: 100)
        switch word {
        case "invalid_client", "unauthorized_client":
            let settings = client.clientSecret == nil ? "client_id" : "client_id and client_secret"
            return ("\(issuer) doesn't accept the client \(name)", "Check \(settings) in the profile.")
        case "invalid_scope":
            return (
                "\(issuer) doesn't grant \(name) the scope \"\(OneLine(client.scope, limit: 200))\"",
                "Set scope in the profile to one that it grants."
            )
        case "invalid_grant": return ("The sign-in at \(issuer) is invalid or has expired", nil)
        case "expired_token": return (Self.expiredCode(at: issuer), nil)
        case "access_denied": return ("The sign-in at \(issuer) was denied", nil)
        case "unsupported_grant_type", "unsupported_response_type":
            return (
                "\(issuer) doesn't allow \(name) to sign in this way",
                "Ask the issuer's operators to allow it, or sign in another way."
            )
        case "temporarily_unavailable", "server_error":
            return (Provider.unavailable(issuer), Provider.retryAdvice)
        default: return ("\(issuer) refused the sign-in", "Check issuer and client_id in the profile.")
        }
    }
}
