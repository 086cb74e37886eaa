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
                "The answer of \(endpoint.address) to the sign-in can't be understood: \(reason).",
                advice: Provider.advice)
        }
        guard let answer = (try? JSONValue(parsing: body))?.object else {
            throw error("it is no JSON object")
        }
        guard let token = answer["access_token"]?.string, !token.isEmpty else {
            throw error("it holds no access token")
        }
        if let type = answer["token_type"]?.string, type.lowercased() != "bearer" {
            throw error("its token is of the type \(OneLine(type, limit: 40)), not Bearer")
        }
        do {
            authorization = try .bearerToken(token)
        } catch let fault {
            throw error("its token can't stand in a header. \(fault.message.dropLast())")
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
        return .seconds(min(seconds, 315_360_000))
    }
}
