import Nx1Events

/// The signature of one request: a header field of one of the two security schemes of `openapi.yaml`.
public struct Authorization: Sendable, Hashable {
    /// Which of the two schemes this is.
    public enum Scheme: Sendable, Hashable {
        /// The header `Authorization-PSK`.
        case preSharedKey
        /// The header `Authorization: Bearer`.
        case bearerToken
    }

    /// The scheme in use.
    public let scheme: Scheme
    package let secret: Secret

    /// Signs with a personal key from the portal (Settings, Personal PSK).
    ///
    /// White space around the key is dropped, as a file or a paste brings it along.
    /// - Throws: ``Nx1Error`` (`invalidSetting`) if nothing is left, or if a character inside can't stand in a header.
    public static func preSharedKey(_ key: String) throws(Nx1Error) -> Authorization {
        Authorization(scheme: .preSharedKey, secret: try headerSafe(key, name: "pre-shared key"))
    }

    /// Signs with an OAuth 2.0 access token, under the same rules as ``preSharedKey(_:)``.
    public static func bearerToken(_ token: String) throws(Nx1Error) -> Authorization {
        Authorization(scheme: .bearerToken, secret: try headerSafe(token, name: "access token"))
    }

    /// The header that signs a request.
    package var header: (name: String, value: String) {
        switch scheme {
        case .preSharedKey: ("Authorization-PSK", secret.reveal())
        case .bearerToken: ("Authorization", "Bearer \(secret.reveal())")
        }
    }

    /// RFC 9110, section 5.5, less white space inside: no key or token holds any.
    private static func headerSafe(_ text: String, name: String) throws(Nx1Error) -> Secret {
        let trimmed = text.trimmed
        guard !trimmed.isEmpty else {
            throw .invalidSetting(
                "The \(name) is empty.", advice: "Copy it from the portal: Settings, Personal PSK.")
        }
        if let position = trimmed.utf8.enumerated().first(where: { !(0x21...0x7E).contains($0.element) }) {
            let found =
                switch position.element {
                case 0x0A, 0x0D: "a newline"
                case 0x20, 0x09: "white space"
                case 0x80...: "a character that isn't ASCII"
                default: "a control character"
                }
            throw .invalidSetting(
                "The \(name) contains \(found) after \(position.offset == 1 ? "1 character" : "\(position.offset) characters").",
                advice: "Copy it again, as one line."
            )
        }
        return Secret(trimmed)
    }
}
