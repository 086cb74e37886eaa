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
