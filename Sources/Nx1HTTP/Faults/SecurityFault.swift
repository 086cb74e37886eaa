import NIOSSL
import Nx1Events

/// The reason that a TLS connection failed, derived from NIOSSL's error.
enum SecurityFault: Hashable {
    /// The certificate is trusted, but for another host.
    case otherHost
    /// No certificate chain leads to a trusted authority, or one of its certificates has expired: NIOSSL doesn't say
    /// which.
    case unknownAuthority
    /// This machine has no certificate authorities.
    case noAuthorities
    /// The server doesn't speak TLS.
    case notSecure
    /// The connection was closed during the handshake.
    case brokenOff
    /// Anything else, as described by the library.
    case other(String)

    init?(_ error: any Error) {
        switch error {
        case let error as NIOSSLExtraError where error == .failedToValidateHostname: self = .otherHost
        case let error as NIOSSLExtraError: self = .other(OneLine("\(error)", limit: 200).text)
        case NIOSSLError.unableToValidateCertificate, NIOSSLError.noCertificateToValidate:
            self = .unknownAuthority
        // An error without a reason means that neither the file nor the folder of the system's authorities exists.
        case BoringSSLError.unknownError(let stack) where stack.isEmpty: self = .noAuthorities
        case NIOSSLError.handshakeFailed(.sslError(let stack)) where stack.contains(.eofDuringHandshake):
            self = .brokenOff
        case NIOSSLError.handshakeFailed(let failure): self = Self.told(by: "\(failure)")
        default: return nil
        }
    }

    private static func told(by text: String) -> SecurityFault {
        // BoringSSL prefixes the reason with this.
        let name = text.firstRange(of: "OPENSSL_internal:").map {
            text[$0.upperBound...].prefix { $0 != " " }
        }
        switch name {
        case "CERTIFICATE_VERIFY_FAILED": return .unknownAuthority
        case "WRONG_VERSION_NUMBER", "HTTP_REQUEST", "HTTPS_PROXY_REQUEST": return .notSecure
        default: return .other(name.map { OneLine($0, limit: 100).text } ?? OneLine(text, limit: 200).text)
        }
    }
}
