import HTTPTypes

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Tells which client sends a request to the token endpoint (RFC 6749, section 2.3): by `client_secret_basic`,
/// by `client_secret_post`, or, if it is public, by its name alone.
struct ClientAuthentication: Sendable {
    let clients: [RegisteredClient]

    /// - Throws: ``OAuthError``.
    func client(_ headers: HTTPFields, _ fields: FormFields) throws -> RegisteredClient {
        let basic = try headers[.authorization].map(Self.basic)
        if basic != nil, fields["client_secret"] != nil {
            throw OAuthError(.invalidRequest, "The client has to authenticate in one way, not in two.")
        }
        guard let id = basic?.id ?? fields["client_id"] else {
            throw OAuthError(.invalidClient, "The request doesn't say which client it comes from.")
        }
        if let named = fields["client_id"], named != id {
            throw OAuthError(.invalidRequest, "The request names two clients.")
        }
        guard let client = clients.first(where: { $0.id == id }) else {
            throw OAuthError(.invalidClient, "There is no such client.")
        }
        guard client.secret == (basic?.secret ?? fields["client_secret"]) else {
            throw OAuthError(.invalidClient, "The client's secret is wrong.")
        }
        return client
    }

    /// `Basic base64(id:secret)`, both of them coded as in a form.
    private static func basic(_ value: String) throws -> (id: String, secret: String?) {
        let parts = value.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "basic",
            let data = Data(base64Encoded: String(parts[1])),
            let text = String(validating: data, as: UTF8.self), let colon = text.firstIndex(of: ":")
        else {
            throw OAuthError(.invalidClient, "The Authorization field is no client_secret_basic.")
        }
        let secret = FormFields.decoded(text[text.index(after: colon)...])
        return (FormFields.decoded(text[..<colon]), secret.isEmpty ? nil : secret)
    }
}
