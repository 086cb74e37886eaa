/// What a client may ask tokens with.
enum GrantType: String, CaseIterable {
    case authorizationCode = "authorization_code"
    case refreshToken = "refresh_token"
    case clientCredentials = "client_credentials"
}

/// A program that the realm knows.
struct RegisteredClient: Sendable {
    let id: String
    /// Nil for a public client, which can't keep one.
    let secret: String?
    let grants: Set<GrantType>

    /// The shell: signs a person in through the browser.
    static let shellID = "nx1sh"
    /// Programs that run by themselves: signs in with its secret.
    static let batchID = "nx1-batch"

    /// Those that there are.
    static func all(batchSecret: String) -> [RegisteredClient] {
        [
            .init(id: shellID, secret: nil, grants: [.authorizationCode, .refreshToken]),
            .init(id: batchID, secret: batchSecret, grants: [.clientCredentials]),
        ]
    }

    /// - Throws: ``OAuthError`` if the client isn't to ask in this way.
    func check(mayUse grant: GrantType) throws {
        guard grants.contains(grant) else {
            throw OAuthError(.unauthorizedClient, "The client \(id) may not use \(grant.rawValue).")
        }
    }
}

/// Who a token stands for.
struct Account: Sendable, Hashable {
    /// A UUID; `owner_id` in the records of runs.
    let subject: String
    let userName: String
}
