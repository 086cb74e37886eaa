import Descriptors
import NIOSSL
public import Nx1Values

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A file of certificate authorities that replaces the system's.
///
/// The file replaces the system's authorities rather than adding to them, as with `SSL_CERT_FILE` in OpenSSL,
/// `--cacert` in curl and `verify` in Python: a private service should be vouched for only by its own authority. To
/// trust both, put both into the file.
public struct CertificateAuthorities: Sendable, Hashable {
    /// The path of the file, which contains certificates in PEM; other text in it is ignored.
    public let path: String
    /// Where the file is set.
    public let source: SettingSource

    /// Creates a reference to the file at `path`, which is read for the first TLS connection.
    public init(file path: String, source: SettingSource = .standard) {
        self.path = path
        self.source = source
    }

    /// Checks that the file can be used.
    /// - Throws: ``Nx1Error`` (`invalidSetting`) if the file can't be read, or contains no certificate.
    public func check() throws(Nx1Error) {
        _ = try certificates()
    }

    /// About four times the size of a system's authorities.
    private static let mostBytes = 4 << 20

    private static let noCertificate = "it contains no PEM certificate"

    func certificates() throws(Nx1Error) -> [NIOSSLCertificate] {
        let bytes: [UInt8]
        do throws(FileFailure) {
            guard let content = try Descriptor.settings(at: path, limit: Self.mostBytes) else {
                throw .system(ENOENT)
            }
            bytes = content
        } catch {
            throw unusable(error == .system(ENOENT) ? "no such file" : "\(error)")
        }
        let certificates: [NIOSSLCertificate]
        do {
            certificates = try NIOSSLCertificate.fromPEMBytes(bytes)
        } catch {
            throw unusable(Self.noCertificate)
        }
        if certificates.isEmpty { throw unusable(Self.noCertificate) }
        return certificates
    }

    private func unusable(_ reason: String) -> Nx1Error {
        .invalidSetting(
            "Couldn't use the CA file \(path) (from \(source.shortName)): \(reason).",
            advice:
                "It must contain the certificates of the authorities to trust, each between BEGIN CERTIFICATE and END CERTIFICATE."
        )
    }
}
