import Testing

@testable import Nx1HTTP

@Suite("The issuer of a certificate")
struct CertificateNamesTests {
    private static func der(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
        switch content.count {
        case ..<0x80: [tag, UInt8(content.count)] + content
        case ..<0x100: [tag, 0x81, UInt8(content.count)] + content
        default: [tag, 0x82, UInt8(content.count >> 8), UInt8(content.count & 0xFF)] + content
        }
    }

    private static func attribute(_ kind: UInt8, _ text: String, tag: UInt8 = 0x0C) -> [UInt8] {
        der(0x31, der(0x30, der(0x06, [0x55, 0x04, kind]) + der(tag, Array(text.utf8))))
    }

    private static func certificate(_ name: [UInt8], version: [UInt8] = der(0xA0, [2, 1, 2])) -> [UInt8] {
        der(0x30, der(0x30, version + der(2, [1]) + der(0x30, []) + der(0x30, name) + der(0x30, [])))
    }

    private static let name = attribute(0x06, "US") + attribute(0x0A, "Acme") + attribute(0x03, "Root 1")

    @Test("is the common name with the organization, or the one of them that is there")
    func names() {
        func issuer(_ name: [UInt8]) -> String? { CertificateNames(der: Self.certificate(name))?.issuer }
        #expect(issuer(Self.name) == "Root 1 (Acme)")
        #expect(issuer(Self.attribute(0x03, "Root 1", tag: 0x13)) == "Root 1")
        #expect(issuer(Self.attribute(0x0A, "Acme")) == "Acme")
        #expect(issuer(Self.attribute(0x03, "Acme") + Self.attribute(0x0A, "Acme")) == "Acme")
        #expect(issuer(Self.attribute(0x06, "US")) == nil)
        #expect(issuer([]) == nil)
        #expect(CertificateNames(der: Self.certificate(Self.name, version: []))?.issuer == "Root 1 (Acme)")
    }

    @Test("never drives a terminal and is never long")
    func hostileNames() throws {
        let long = String(repeating: "x", count: 5000)
        let issuer = try #require(
            CertificateNames(der: Self.certificate(Self.attribute(3, "\u{1B}]0;\u{7}\n" + long)))?.issuer)
        #expect(issuer.count <= 101 && issuer.hasPrefix("^[]0;^G xx"))
        #expect(CertificateNames(der: Self.certificate(Self.attribute(3, ""))) == nil)
    }

    @Test("isn't guessed from a truncated certificate")
    func truncated() {
        let whole = Self.certificate(Self.name)
        for count in 0..<whole.count { #expect(CertificateNames(der: Array(whole.prefix(count))) == nil) }
    }

    @Test("is nil, and no trap, for bytes that aren't DER")
    func damaged() {
        let whole = Self.certificate(Self.name)
        for place in whole.indices {
            for byte: UInt8 in [0, 0x1F, 0x7F, 0x80, 0x81, 0x82, 0x84, 0x89, 0xFF] {
                var damaged = whole
                damaged[place] = byte
                _ = CertificateNames(der: damaged)
            }
        }
        // Indefinite, too long, longer than the file, and not in its shortest form.
        for length: [UInt8] in [
            [0x80], [0x84, 0, 0, 0, 1], [0x82, 0xFF, 0xFF], [0x81, 0x05], [0x82, 0, 0x90],
        ] {
            #expect(CertificateNames(der: [0x30] + length + whole) == nil)
        }
        #expect(CertificateNames(der: []) == nil)
    }
}
