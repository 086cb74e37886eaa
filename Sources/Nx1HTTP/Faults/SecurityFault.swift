import NIOSSL
import Nx1Events

/// What kept a secure connection from coming about, told from what NIOSSL throws.
enum SecurityFault: Hashable {
    /// The certificate is good, and somebody else's.
    case otherHost
    /// No chain of certificates leads to an authority that is trusted, or one in it is out of date: NIOSSL doesn't say which.
    case unknownAuthority
    /// There are no authorities on this machine, so that nobody could be trusted.
    case noAuthorities
    /// What answered doesn't speak TLS.
    case notSecure
    /// The connection ended in the middle of the handshake.
    case brokenOff
    /// Anything else, in the library's word.
    case other(String)

    init?(_ error: any Error) {
        switch error {
        case let error as NIOSSLExtraError where error == .failedToValidateHostname: self = .otherHost
        case let error as NIOSSLExtraError: self = .other(OneLine("\(error)", limit: 200).text)
        case NIOSSLError.unableToValidateCertificate, NIOSSLError.noCertificateToValidate:
            self = .unknownAuthority
        // An error with no reason: the system's authorities were to be loaded, and neither their file nor their folder is there.
        case BoringSSLError.unknownError(let stack) where stack.isEmpty: self = .noAuthorities
        case NIOSSLError.handshakeFailed(.sslError(let stack)) where stack.contains(.eofDuringHandshake):
            self = .brokenOff
        case NIOSSLError.handshakeFailed(let failure): self = Self.told(by: "\(failure)")
        default: return nil
        }
    }

    private static func told(by text: String) -> SecurityFault {
        // BoringSSL puts the name of the reason between these.
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
