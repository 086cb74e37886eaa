import HTTPTypes

/// The key and the tokens that are accepted, any one of them (`securitySchemes` in `openapi.yaml`).
struct SignIn: Sendable {
    let apiKey: String
    let realm: Realm

    /// - Throws: ``ServiceError``, a 401, unless one of them is there and right.
    func check(_ headers: HTTPFields) throws {
        let key = headers.value(named: "authorization-psk")
        let token = headers[.authorization].flatMap(Self.bearerToken)
        if key == apiKey || token.flatMap(realm.grant) != nil { return }
        switch (key, token) {
        case (nil, nil): throw Self.refusal("Not authenticated")
        case (nil, _): throw Self.refusal("Invalid or expired token")
        default: throw Self.refusal("Invalid API key")
        }
    }

    /// The token of `Bearer <token>`; the scheme's case doesn't matter (RFC 9110, section 11.1).
    static func bearerToken(_ value: String) -> String? {
        let parts = value.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
        return String(parts[1])
    }

    private static func refusal(_ detail: String) -> ServiceError {
        ServiceError(status: .unauthorized, detail: .string(detail), headers: [.wwwAuthenticate: "Bearer"])
    }
}
