import NIOSSL
import Nx1Events

/// The issuer, host names and validity of a service's certificate.
package struct PeerCertificate: Sendable, Hashable {
    /// Who issued it, such as `R11 (Let's Encrypt)`; nil if its names can't be read.
    package var issuer: String?
    /// The host names that it is for, at most ``mostNames``.
    package var names: [String]
    /// When its validity begins and ends, in seconds since 1970.
    package var begins: Double
    package var ends: Double

    /// How many host names are kept.
    package static let mostNames = 5

    /// A certificate with these facts.
    package init(issuer: String?, names: [String], begins: Double, ends: Double) {
        self.issuer = issuer
        self.names = names
        self.begins = begins
        self.ends = ends
    }

    init(_ certificate: NIOSSLCertificate) {
        self.init(
            issuer: (try? certificate.toDERBytes()).flatMap { CertificateNames(der: $0)?.issuer },
            names: certificate._subjectAlternativeNames().prefix(Self.mostNames).compactMap { name in
                guard name.nameType == .dnsName else { return nil }
                return name.contents.withUnsafeBufferPointer {
                    OneLine(String(decoding: $0, as: UTF8.self), limit: 100).text
                }
            },
            begins: Double(certificate.notValidBefore), ends: Double(certificate.notValidAfter))
    }
}
