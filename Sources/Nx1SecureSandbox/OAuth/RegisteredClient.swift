import HTTPTypes
import Nx1Sandbox

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The grant types of the token endpoint.
enum GrantType: String, CaseIterable {
    case authorizationCode = "authorization_code"
    case refreshToken = "refresh_token"
    case clientCredentials = "client_credentials"
    case deviceCode = "urn:ietf:params:oauth:grant-type:device_code"
}

/// A client that the realm knows.
struct RegisteredClient: Sendable {
    let id: String
    /// Nil for a public client, which can't keep a secret.
    let secret: String?
    let grants: Set<GrantType>

    /// The shell, which signs a person in with the browser.
    static let shellID = "nx1sh"
    /// Programs without a person, which sign in with the secret.
    static let batchID = "nx1-batch"

    /// All clients.
    static func all(batchSecret: String) -> [RegisteredClient] {
        [
            .init(id: shellID, secret: nil, grants: [.authorizationCode, .refreshToken, .deviceCode]),
            .init(id: batchID, secret: batchSecret, grants: [.clientCredentials]),
        ]
    }

    /// - Throws: ``OAuthError`` if the client may not use this grant type.
    func check(mayUse grant: GrantType) throws {
        guard grants.contains(grant) else {
            throw OAuthError(.unauthorizedClient, "The client \(id) may not use \(grant.rawValue).")
        }
    }
}

/// The account that a token belongs to.
struct Account: Sendable, Hashable {
    /// A UUID, which is also `owner_id` in the records of runs.
    let subject: String
    let userName: String
}

/// Identifies the client that sends a request to the token endpoint (RFC 6749, section 2.3): by
/// `client_secret_basic`, by `client_secret_post`, or, for a public client, by its id alone.
struct ClientAuthentication: Sendable {
    let clients: [RegisteredClient]

    /// - Throws: ``OAuthError``.
    func client(_ headers: HTTPFields, _ fields: FormFields) throws -> RegisteredClient {
        let basic = try headers[.authorization].map(Self.basic)
        if basic != nil, fields["client_secret"] != nil {
            throw OAuthError(.invalidRequest, "The client must use only one authentication method.")
        }
        guard let id = basic?.id ?? fields["client_id"] else {
            throw OAuthError(.invalidClient, "The request doesn't identify its client.")
        }
        if let named = fields["client_id"], named != id {
            throw OAuthError(.invalidRequest, "The request names two clients.")
        }
        guard let client = clients.first(where: { $0.id == id }) else {
            throw OAuthError(.invalidClient, "Unknown client.")
        }
        guard client.secret == (basic?.secret ?? fields["client_secret"]) else {
            throw OAuthError(.invalidClient, "The client secret is wrong.")
        }
        return client
    }

    /// `Basic base64(id:secret)`, with both form-encoded.
    private static func basic(_ value: String) throws -> (id: String, secret: String?) {
        let parts = value.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "basic",
            let data = Data(base64Encoded: String(parts[1])),
            let text = String(validating: data, as: UTF8.self), let colon = text.firstIndex(of: ":")
        else {
            throw OAuthError(.invalidClient, "The Authorization field isn't valid for client_secret_basic.")
        }
        let secret = FormFields.decoded(text[text.index(after: colon)...])
        return (FormFields.decoded(text[..<colon]), secret.isEmpty ? nil : secret)
    }
}

/// The scope of a token: a list of words (RFC 6749, section 3.3).
struct Scope: Sendable, Hashable, CustomStringConvertible {
    static let known = ["openid", "profile", "email", "offline_access"]

    let words: [String]

    /// - Throws: ``OAuthError`` for an unknown word.
    init(_ text: String) throws {
        words = text.split(separator: " ").map(String.init)
        if let strange = words.first(where: { !Self.known.contains($0) }) {
            throw OAuthError(
                .invalidScope, "Unknown scope \(strange.filter { $0 != "\"" && $0 != "\\" }).")
        }
    }

    var description: String { words.joined(separator: " ") }

    func contains(_ word: String) -> Bool { words.contains(word) }

    func isPart(of other: Scope) -> Bool { words.allSatisfy(other.contains) }
}
