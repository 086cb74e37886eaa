import Nx1Events
import Nx1Values

/// A successful token response (RFC 6749, section 5.1).
struct TokenAnswer: Sendable, Hashable {
    var authorization: Authorization
    var accessToken: Secret
    /// The lifetime of the access token, counted from the request.
    var lifetime: Duration
    /// The new refresh token, if the provider sent one.
    var refreshToken: Secret?
    /// The ID token, which names the user (OpenID Connect Core 1.0, section 3.1.3.3).
    var idToken: Secret?

    /// The assumed lifetime of a token without a positive `expires_in`, which the RFC only recommends: five minutes,
    /// Keycloak's default. A guess that's too short costs a request; one that's too long costs a 401 and a retry.
    static let usualLifetime: Duration = .seconds(300)

    /// Parses the body of a response with status 200.
    /// - Throws: ``Nx1Error`` (`notUnderstood`). It doesn't quote the body, which may contain a token.
    init(_ body: [UInt8], from endpoint: ProviderEndpoint) throws(Nx1Error) {
        func error(_ reason: String) -> Nx1Error {
            Nx1Error(
                .notUnderstood,
                "Couldn't parse the tokens from \(endpoint.address): \(reason).",
                advice: Provider.advice)
        }
        guard let answer = (try? JSONValue(parsing: body))?.object else {
            throw error("it isn't a JSON object")
        }
        guard let token = answer["access_token"]?.string, !token.isEmpty else {
            throw error("access_token is missing")
        }
        if let type = answer["token_type"]?.string, type.lowercased() != "bearer" {
            throw error("token_type is \(OneLine(type, limit: 40)), not Bearer")
        }
        do {
            authorization = try .bearerToken(token)
        } catch let fault {
            throw error("access_token can't be sent in a header. \(fault.message.dropLast())")
        }
        accessToken = Secret(token)
        lifetime = Self.lifetime(answer["expires_in"]) ?? Self.usualLifetime
        refreshToken = answer["refresh_token"]?.string.flatMap { $0.isEmpty ? nil : Secret($0) }
        idToken = answer["id_token"]?.string.map(Secret.init)
    }

    /// Seconds, as a number or, from some providers, as a string. Capped at ten years.
    private static func lifetime(_ value: JSONValue?) -> Duration? {
        guard let seconds = value?.double ?? value?.string.flatMap(Double.init), seconds > 0 else {
            return nil
        }
        return Seconds(clamping: seconds)?.duration
    }
}

/// The claims of a JSON Web Token (RFC 7519). The signature isn't verified, so trust them only as far as the channel.
struct TokenClaims: Sendable {
    private let claims: JSONObject

    /// Parses `token`; nil if it isn't a valid JSON Web Token.
    init?(_ token: Secret) {
        let parts = token.reveal().split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let payload = Base64URL.decode(parts[1]),
            let claims = (try? JSONValue(parsing: payload))?.object
        else { return nil }
        self.claims = claims
    }

    /// The string claim `name`.
    func text(_ name: String) -> String? { claims[name]?.string }

    /// The time claim `name`, in seconds since 1970.
    func moment(_ name: String) -> Double? {
        claims[name]?.double.flatMap { $0.isFinite ? $0 : nil }
    }

    /// The audience (`aud`, a string or an array).
    var audience: [String] {
        claims["aud"]?.string.map { [$0] } ?? claims["aud"]?.array?.compactMap(\.string) ?? []
    }

    /// The person's readable name, or else the provider's identifier for them.
    var user: String? {
        ["preferred_username", "email", "name", "sub"].lazy.compactMap { text($0) }.first { !$0.isEmpty }
            .map { OneLine($0, limit: 200).text }
    }
}
