import HTTPTypes
import HummingbirdCore
import Nx1Sandbox

/// An error of the token endpoint or related endpoints (RFC 6749, sections 4.1.2.1 and 5.2).
struct OAuthError: Error, Hashable {
    enum Code: String {
        case invalidRequest = "invalid_request"
        case invalidClient = "invalid_client"
        case invalidGrant = "invalid_grant"
        case unauthorizedClient = "unauthorized_client"
        case unsupportedGrantType = "unsupported_grant_type"
        case unsupportedResponseType = "unsupported_response_type"
        case invalidScope = "invalid_scope"
        case accessDenied = "access_denied"
        /// RFC 8628, section 3.5.
        case authorizationPending = "authorization_pending"
        case slowDown = "slow_down"
        case expiredToken = "expired_token"
        /// RFC 6750, section 3.1.
        case invalidToken = "invalid_token"
        case insufficientScope = "insufficient_scope"
    }

    let code: Code
    let description: String

    init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }

    /// The response to send.
    var response: Response {
        let json: JSON = ["error": .string(code.rawValue), "error_description": .string(description)]
        return .json(json, status: status, headers: headers)
    }

    private var status: HTTPResponse.Status {
        switch code {
        case .invalidClient, .invalidToken: .unauthorized
        case .insufficientScope: .forbidden
        default: .badRequest
        }
    }

    private var headers: HTTPFields {
        var headers = HTTPFields.unstored
        switch code {
        case .invalidClient: headers[.wwwAuthenticate] = "Basic realm=\"sandbox\""
        case .invalidToken, .insufficientScope:
            headers[.wwwAuthenticate] =
                "Bearer realm=\"sandbox\", error=\"\(code.rawValue)\", error_description=\"\(description)\""
        default: break
        }
        return headers
    }
}

extension HTTPFields {
    /// For responses with tokens or codes (RFC 6749, section 5.1).
    static let unstored: HTTPFields = [.cacheControl: "no-store"]
}
