import Nx1Events

/// The authorization of a request: a header field of one of the two security schemes of `openapi.yaml`.
public struct Authorization: Sendable, Hashable {
    /// The security schemes.
    public enum Scheme: Sendable, Hashable {
        /// The header `Authorization-PSK`.
        case preSharedKey
        /// The header `Authorization: Bearer`.
        case bearerToken
    }

    /// The scheme in use.
    public let scheme: Scheme
    package let secret: Secret

    /// Creates an authorization with a personal key from the portal (Settings, Personal PSK).
    ///
    /// Surrounding white space, from a file or a paste, is trimmed.
    /// - Throws: ``Nx1Error`` (`invalidSetting`) if nothing is left, or if a character isn't allowed in a header.
    public static func preSharedKey(_ key: String) throws(Nx1Error) -> Authorization {
        Authorization(
            scheme: .preSharedKey,
            secret: try headerSafe(
                key, name: "pre-shared key", origin: "Copy it from the portal: Settings, Personal PSK."))
    }

    /// Creates an authorization with an OAuth 2.0 access token, under the same rules as ``preSharedKey(_:)``.
    public static func bearerToken(_ token: String) throws(Nx1Error) -> Authorization {
        Authorization(scheme: .bearerToken, secret: try headerSafe(token, name: "access token"))
    }

    /// The header field that authorizes a request.
    package var header: (name: String, value: String) {
        switch scheme {
        case .preSharedKey: ("Authorization-PSK", secret.reveal())
        case .bearerToken: ("Authorization", "Bearer \(secret.reveal())")
        }
    }

    /// RFC 9110, section 5.5, without inner white space, which no key or token contains.
    /// - Parameter origin: the advice for an empty text: where to get one.
    private static func headerSafe(
        _ text: String, name: String, origin: String? = nil
    ) throws(Nx1Error) -> Secret {
        let trimmed = text.trimmed
        guard !trimmed.isEmpty else {
            throw .invalidSetting("The \(name) is empty.", advice: origin)
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
