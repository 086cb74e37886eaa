#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A form as a client posts it to a provider, with the client's name and secret in it or beside it (RFC 6749, section 2.3.1).
struct SignedForm: Sendable {
    let call: HTTPCall

    init(_ fields: FormFields, from client: OAuthClient, to endpoint: ProviderEndpoint, of provider: Provider)
    {
        var fields = fields
        var call = HTTPCall(method: "POST", path: endpoint.path, headers: [("Accept", "application/json")])
        if let secret = client.clientSecret, !provider.takesSecretInForm {
            // Both are encoded as in a form first, so that a colon in the name can be told from the one between them.
            let pair = "\(HTTPCall.escape(client.clientID)):\(HTTPCall.escape(secret.reveal()))"
            call.headers.append(("Authorization", "Basic \(Data(pair.utf8).base64EncodedString())"))
        } else {
            fields.append("client_id", client.clientID)
            if let secret = client.clientSecret { fields.append("client_secret", secret.reveal()) }
        }
        call.contentType = "application/x-www-form-urlencoded"
        call.body = Array(fields.encoded.utf8)
        self.call = call
    }
}
