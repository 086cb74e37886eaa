import Descriptors
import NIOSSL
public import Nx1Values

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A file of certificate authorities that are trusted in place of the system's.
///
/// They replace the system's and don't join them, as with `SSL_CERT_FILE` in OpenSSL, `--cacert` in curl and `verify` in
/// Python: whoever names the authority of a service of his own wants no other to vouch for it. To trust both, put both into
/// the file.
public struct CertificateAuthorities: Sendable, Hashable {
    /// Where the file is: certificates in PEM, one after the other; other text in it doesn't matter.
    public let path: String
    /// Who names it.
    public let source: SettingSource

    /// The file at `path`, which is read when the first secure connection is made.
    public init(file path: String, source: SettingSource = .standard) {
        self.path = path
        self.source = source
    }

    /// Finds out whether they can be used.
    /// - Throws: ``Nx1Error`` (`invalidSetting`) if the file can't be read, or there is no certificate in it.
    public func check() throws(Nx1Error) {
        _ = try certificates()
    }

    /// All authorities of a system take a quarter of it.
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
