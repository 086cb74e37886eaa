import Nx1Events

/// The issuer of a certificate, read from its DER encoding (RFC 5280, section 4.1). NIOSSL doesn't offer it.
///
/// Parses only up to the issuer. Returns nil for anything that deviates from the RFC.
struct CertificateNames: Sendable, Hashable {
    /// The issuer's common name with its organization, such as `R11 (Let's Encrypt)`.
    let issuer: String

    /// The maximum length of a name, in characters; longer ones are truncated.
    private static let longest = 100

    init?(der: [UInt8]) {
        var file = DERReader(der[...])
        guard var certificate = file.next(.sequence).map(DERReader.init),
            var body = certificate.next(.sequence).map(DERReader.init)
        else { return nil }
        // The version is missing in certificates of version 1.
        if body.nextTag == .version, body.next(.version) == nil { return nil }
        guard body.next(.integer) != nil, body.next(.sequence) != nil,
            let name = body.next(.sequence).flatMap(Self.text)
        else { return nil }
        issuer = name
    }

    private static let commonName: [UInt8] = [0x55, 0x04, 0x03]
    private static let organization: [UInt8] = [0x55, 0x04, 0x0A]

    /// A distinguished name as text: a sequence of sets of pairs of an attribute's type and its value.
    private static func text(ofName content: ArraySlice<UInt8>) -> String? {
        var attributes: [[UInt8]: String] = [:]
        var sets = DERReader(content)
        while !sets.isAtEnd {
            guard var pairs = sets.next(.set).map(DERReader.init) else { return nil }
            while !pairs.isAtEnd {
                guard var pair = pairs.next(.sequence).map(DERReader.init),
                    let type = pair.next(.objectIdentifier), let (tag, value) = pair.next(), pair.isAtEnd
                else { return nil }
                if let text = text(of: value, tag) { attributes[Array(type)] = text }
            }
        }
        switch (attributes[commonName], attributes[organization]) {
        case (let name?, let organization?) where name != organization: return "\(name) (\(organization))"
        case (let name?, _): return name
        case (nil, let organization?): return organization
        case (nil, nil): return nil
        }
    }

    /// A directory string; nil for one in an encoding that no authority uses today.
    private static func text(of value: ArraySlice<UInt8>, _ tag: DERTag) -> String? {
        guard [.utf8String, .printableString, .ia5String].contains(tag),
            let text = String(validating: value, as: UTF8.self), !text.isEmpty
        else { return nil }
        return OneLine(text, limit: longest).text
    }
}

/// The identifier octet of a DER value.
struct DERTag: RawRepresentable, Sendable, Hashable {
    let rawValue: UInt8

    static let integer = DERTag(rawValue: 0x02)
    static let objectIdentifier = DERTag(rawValue: 0x06)
    static let utf8String = DERTag(rawValue: 0x0C)
    static let printableString = DERTag(rawValue: 0x13)
    static let ia5String = DERTag(rawValue: 0x16)
    static let sequence = DERTag(rawValue: 0x30)
    static let set = DERTag(rawValue: 0x31)
    /// The explicit tag of a certificate's version.
    static let version = DERTag(rawValue: 0xA0)
}

/// Reads DER values one after the other. Lengths have to be definite, in their shortest form, and within the input.
struct DERReader: Sendable {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    var isAtEnd: Bool { rest.isEmpty }

    /// The tag of the next value, which stays to be read.
    var nextTag: DERTag? { rest.first.map(DERTag.init) }

    /// The content of the next value, if it has this tag.
    mutating func next(_ tag: DERTag) -> ArraySlice<UInt8>? {
        guard nextTag == tag else { return nil }
        return next()?.content
    }

    /// The next value; nil at the end, and where it isn't DER.
    mutating func next() -> (tag: DERTag, content: ArraySlice<UInt8>)? {
        var bytes = rest
        guard let tag = bytes.popFirst(), tag & 0x1F != 0x1F, let first = bytes.popFirst() else { return nil }
        var length = Int(first)
        if first >= 0x80 {
            // Two length bytes (64 KiB) are enough for any certificate.
            guard (1...2).contains(first & 0x7F) else { return nil }
            length = 0
            for _ in 0..<(first & 0x7F) {
                guard let byte = bytes.popFirst() else { return nil }
                length = length << 8 | Int(byte)
            }
            guard length >= (first == 0x81 ? 0x80 : 0x100) else { return nil }
        }
        guard length <= bytes.count else { return nil }
        rest = bytes.dropFirst(length)
        return (DERTag(rawValue: tag), bytes.prefix(length))
    }
}
