import HTTPTypes
import HummingbirdCore

/// The accepted key and tokens, any one of which is sufficient (`securitySchemes` in `openapi.yaml`).
package struct SignIn: Sendable {
    let apiKey: String
    let accessToken: String
    let tokens: (any SandboxTokens)?

    /// - Throws: ``ServiceError``, a 401, unless a valid one is given.
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

    /// The token of `Bearer <token>`. The scheme ignores case (RFC 9110, section 11.1).
    package static func bearerToken(_ value: String) -> String? {
        let parts = value.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
        return String(parts[1])
    }

    private static func refusal(_ detail: String) -> ServiceError {
        ServiceError(status: .unauthorized, detail: .string(detail), headers: [.wwwAuthenticate: "Bearer"])
    }
}

/// Issues tokens that the sandbox accepts in addition to its own.
package protocol SandboxTokens: Sendable {
    /// The routes that issue them.
    var routes: [ServiceRoute] { get }
    /// Whether a token is currently valid.
    func isAccepted(_ token: String) -> Bool
}
