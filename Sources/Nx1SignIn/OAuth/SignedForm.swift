import Nx1Events
import Nx1HTTP
import Nx1Values

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
            let pair = "\(PercentEncoding.encode(client.clientID)):\(PercentEncoding.encode(secret.reveal()))"
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

/// What a client shows a provider to get tokens for.
enum Grant: Sendable, Hashable {
    /// Its own name and secret (RFC 6749, section 4.4).
    case clientCredentials
    /// The code that the browser brought back (RFC 6749, section 4.1.3; RFC 7636, section 4.5).
    case code(Secret, redirectURI: String, verifier: Secret)
    /// What it got the last time (RFC 6749, section 6).
    case refresh(Secret)
    /// The code that a person may have entered on another device by now (RFC 8628, section 3.4). The proof is for providers that
    /// want one here too, as Keycloak can; others ignore it.
    case deviceCode(Secret, verifier: Secret)

    func fields(scope: String) -> FormFields {
        switch self {
        case .clientCredentials: FormFields([("grant_type", "client_credentials"), ("scope", scope)])
        case .code(let code, let redirectURI, let verifier):
            FormFields([
                ("grant_type", "authorization_code"), ("code", code.reveal()),
                ("redirect_uri", redirectURI), ("code_verifier", verifier.reveal()),
            ])
        case .refresh(let token):
            FormFields([("grant_type", "refresh_token"), ("refresh_token", token.reveal())])
        case .deviceCode(let code, let verifier):
            FormFields([
                ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"),
                ("device_code", code.reveal()), ("code_verifier", verifier.reveal()),
            ])
        }
    }

    /// What no text of an error may repeat.
    var secrets: [Secret] {
        switch self {
        case .clientCredentials: []
        case .code(let code, _, let verifier): [code, verifier]
        case .refresh(let token): [token]
        case .deviceCode(let code, let verifier): [code, verifier]
        }
    }
}

/// Names and values in the form of a query or a posted form (`application/x-www-form-urlencoded`).
struct FormFields: Sendable {
    private(set) var fields: [(name: String, value: String)]

    init(_ fields: [(name: String, value: String)] = []) {
        self.fields = fields
    }

    /// Reads a query. What can't be decoded stays as it is.
    init(parsing query: some StringProtocol) {
        fields = query.split(separator: "&").map { field in
            let name = field.prefix { $0 != "=" }
            return (Self.decode(name), Self.decode(field.dropFirst(name.count + 1)))
        }
    }

    mutating func append(_ name: String, _ value: String) {
        fields.append((name, value))
    }

    /// The value of the field `name`; nil if it is missing, or there more than once, which OAuth forbids (RFC 6749,
    /// section 3.1).
    subscript(_ name: String) -> String? {
        let values = fields.filter { $0.name == name }
        return values.count == 1 ? values[0].value : nil
    }

    /// As a text; a space is `%20`, which every reader of forms takes as well as `+`.
    var encoded: String {
        fields.map { "\(PercentEncoding.encode($0.name))=\(PercentEncoding.encode($0.value))" }.joined(
            separator: "&")
    }

    private static func decode(_ text: some StringProtocol) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+"): bytes.append(0x20)
            case UInt8(ascii: "%"):
                if let value = hexadecimal(rest.prefix(2)) {
                    bytes.append(value)
                    rest = rest.dropFirst(2)
                } else {
                    bytes.append(byte)
                }
            default: bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func hexadecimal(_ digits: ArraySlice<UInt8>) -> UInt8? {
        let text = String(decoding: digits, as: UTF8.self)
        return text.utf8.count == 2 && text.first?.isHexDigit == true ? UInt8(text, radix: 16) : nil
    }
}
