import Nx1Events
import Nx1Values

/// The tokens that a provider gave (RFC 6749, section 5.1).
struct TokenAnswer: Sendable, Hashable {
    var authorization: Authorization
    var accessToken: Secret
    /// How long the access token lasts from when it was asked for.
    var lifetime: Duration
    /// What gets the next one, if the provider gave another than before.
    var refreshToken: Secret?
    /// Who signed in (OpenID Connect Core 1.0, section 3.1.3.3).
    var idToken: Secret?

    /// What a token is taken to last that came without `expires_in`, which the RFC only recommends, or with none above zero:
    /// five minutes, the standard of Keycloak. Too short costs a request, too long a 401 and a replay.
    static let usualLifetime: Duration = .seconds(300)

    /// Reads a body of an answer with status 200.
    /// - Throws: ``Nx1Error`` (`notUnderstood`); nothing of the body is quoted, as it may hold a token.
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

    /// Seconds, as a number or, as some providers have it, as a text. Capped at ten years.
    private static func lifetime(_ value: JSONValue?) -> Duration? {
        guard let seconds = value?.double ?? value?.string.flatMap(Double.init), seconds > 0 else {
            return nil
        }
        return Seconds(clamping: seconds)?.duration
    }
}

/// What a JSON Web Token (RFC 7519) says. Its signature is not looked at, so it is worth what the way it came by is worth.
struct TokenClaims: Sendable {
    private let claims: JSONObject

    /// Reads `token`; nil if it is none that can be read.
    init?(_ token: Secret) {
        let parts = token.reveal().split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let payload = Base64URL.decode(parts[1]),
            let claims = (try? JSONValue(parsing: payload))?.object
        else { return nil }
        self.claims = claims
    }

    /// The text named `name`.
    func text(_ name: String) -> String? { claims[name]?.string }

    /// The moment named `name`, in seconds since 1970.
    func moment(_ name: String) -> Double? {
        claims[name]?.double.flatMap { $0.isFinite ? $0 : nil }
    }

    /// For whom it is (`aud`, which is one text or several).
    var audience: [String] {
        claims["aud"]?.string.map { [$0] } ?? claims["aud"]?.array?.compactMap(\.string) ?? []
    }

    /// The person's name as people know it, or else what the provider knows them by.
    var user: String? {
        ["preferred_username", "email", "name", "sub"].lazy.compactMap { text($0) }.first { !$0.isEmpty }
            .map { OneLine($0, limit: 200).text }
    }
}
