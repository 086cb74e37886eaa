import Crypto
import NIOSSL
import SwiftASN1
import X509

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A certificate authority, and a certificate issued by it with its key.
struct SandboxCertificates: Sendable {
    /// The authority's certificate, in PEM. Contains no secrets.
    let authorityPEM: String
    /// The TLS configuration of a server.
    let serverConfiguration: TLSConfiguration

    init(_ tls: SandboxTLS) throws {
        let authorityKey = Certificate.PrivateKey(P256.Signing.PrivateKey())
        let serverKey = P256.Signing.PrivateKey()
        let start = Date.now
        let end = start + Double(tls.lifetime.components.seconds)
        // An hour earlier, for clocks that are slow.
        let beginning = min(start, end) - 3600
        // A unique name, so that sandboxes' authorities aren't mistaken for each other.
        let number = Certificate.SerialNumber()
        let authorityName = try DistinguishedName { CommonName("Nx1 sandbox authority \(number)") }
        let authority = try Certificate(
            version: .v3, serialNumber: number, publicKey: authorityKey.publicKey, notValidBefore: beginning,
            notValidAfter: max(start, end) + 3600, issuer: authorityName, subject: authorityName,
            signatureAlgorithm: .ecdsaWithSHA256,
            extensions: try Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: 0))
                Critical(KeyUsage(keyCertSign: true))
                SubjectKeyIdentifier(hash: authorityKey.publicKey)
            },
            issuerPrivateKey: authorityKey)
        let server = try Certificate(
            version: .v3, serialNumber: .init(), publicKey: .init(serverKey.publicKey),
            notValidBefore: beginning,
            notValidAfter: end, issuer: authorityName,
            subject: try DistinguishedName { CommonName("Nx1 sandbox") },
            signatureAlgorithm: .ecdsaWithSHA256,
            extensions: try Certificate.Extensions {
                Critical(BasicConstraints.notCertificateAuthority)
                Critical(KeyUsage(digitalSignature: true))
                try ExtendedKeyUsage([.serverAuth])
                SubjectAlternativeNames(tls.names.map(Self.name))
                AuthorityKeyIdentifier(
                    keyIdentifier: SubjectKeyIdentifier(hash: authorityKey.publicKey).keyIdentifier)
            },
            issuerPrivateKey: authorityKey)
        authorityPEM = try authority.serializeAsPEM().pemString + "\n"
        serverConfiguration = .makeServerConfiguration(
            certificateChain: [
                .certificate(try NIOSSLCertificate(bytes: server.serializeAsPEM().derBytes, format: .der))
            ],
            privateKey: .privateKey(
                try NIOSSLPrivateKey(bytes: Array(serverKey.derRepresentation), format: .der)))
    }

    private static func name(_ text: String) -> GeneralName {
        for (family, count) in [(AF_INET, 4), (AF_INET6, 16)] {
            var bytes = [UInt8](repeating: 0, count: count)
            if inet_pton(family, text, &bytes) == 1 {
                return .ipAddress(ASN1OctetString(contentBytes: bytes[...]))
            }
        }
        return .dnsName(text)
    }
}
