import HTTPTypes
import HummingbirdCore

/// The key and the tokens that are accepted, any one of them (`securitySchemes` in `openapi.yaml`).
package struct SignIn: Sendable {
    let apiKey: String
    let accessToken: String
    let tokens: (any SandboxTokens)?

    /// - Throws: ``ServiceError``, a 401, unless one of them is there and right.
    func check(_ headers: HTTPFields) throws {
        let key = headers.value(named: "authorization-psk")
        let token = headers[.authorization].flatMap(Self.bearerToken)
        if key == apiKey || token.map(isAccepted) == true { return }
        switch (key, token) {
        case (nil, nil): throw Self.refusal("Not authenticated")
        case (nil, _): throw Self.refusal("Invalid or expired token")
        default: throw Self.refusal("Invalid API key")
        }
    }

    private func isAccepted(_ token: String) -> Bool {
        token == accessToken || tokens?.isAccepted(token) == true
    }

    /// The token of `Bearer <token>`; the scheme's case doesn't matter (RFC 9110, section 11.1).
    package static func bearerToken(_ value: String) -> String? {
        let parts = value.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
        return String(parts[1])
    }

    private static func refusal(_ detail: String) -> ServiceError {
        ServiceError(status: .unauthorized, detail: .string(detail), headers: [.wwwAuthenticate: "Bearer"])
    }
}

/// Who gives out tokens that the sandbox accepts besides its own.
package protocol SandboxTokens: Sendable {
    /// Where they are given out.
    var routes: [ServiceRoute] { get }
    /// Whether a token is good now.
    func isAccepted(_ token: String) -> Bool
}
