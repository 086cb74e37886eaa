/// The style, colour and link of a piece of text.
package struct Look: Sendable, Hashable {
    package var style: TextStyle = []
    package var color: TextColor?
    /// The number of a link in the text, starting at 1; 0 for none. This keeps looks small and free of reference
    /// counting.
    package var link: UInt32 = 0

    package init(style: TextStyle = [], color: TextColor? = nil, link: UInt32 = 0) {
        self.style = style
        self.color = color
        self.link = link
    }

    package static let plain = Look()
    package static let dim = Look(style: .dim)
    package static let bold = Look(style: .bold)
}

/// The text styles that work on dark and light backgrounds.
package struct TextStyle: OptionSet, Sendable, Hashable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let bold = TextStyle(rawValue: 1 << 0)
    package static let dim = TextStyle(rawValue: 1 << 1)
    package static let italic = TextStyle(rawValue: 1 << 2)
    package static let underlined = TextStyle(rawValue: 1 << 3)
    package static let struckOut = TextStyle(rawValue: 1 << 4)
}

/// The colours that are legible on dark and light backgrounds, which blue, yellow, cyan, black and white aren't.
package enum TextColor: Sendable, Hashable {
    case red, green, magenta
}

/// The address of a link that is safe inside a terminal's control sequence: only printable ASCII, so that it can't end
/// the sequence, and with a scheme that opens a page or an e-mail, not a program.
struct SafeLink: Sendable, Hashable {
    let address: String

    /// Returns nil for an address that shouldn't be clickable.
    init?(_ address: String) {
        guard address.utf8.count <= Self.limit, Self.opensPageOrLetter(address) else { return nil }
        if address.utf8.allSatisfy(Self.isFit) {
            self.address = address
            return
        }
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in address.utf8 {
            if Self.isFit(byte) {
                bytes.append(byte)
            } else {
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        self.address = String(decoding: bytes, as: UTF8.self)
    }

    private static func isFit(_ byte: UInt8) -> Bool {
        byte > 0x20 && byte < 0x7F && byte != UInt8(ascii: "\\")
    }

    private static func opensPageOrLetter(_ address: String) -> Bool {
        func begins(with kind: StaticString) -> Bool {
            let kind = UnsafeBufferPointer(start: kind.utf8Start, count: kind.utf8CodeUnitCount)
            // Setting this bit lowercases letters, and the other characters have it already.
            return address.utf8.count >= kind.count && zip(address.utf8, kind).allSatisfy { $0 | 0x20 == $1 }
        }
        return begins(with: "https://") || begins(with: "http://") || begins(with: "mailto:")
    }

    /// The maximum length that browsers and terminals accept.
    private static let limit = 2000
}
