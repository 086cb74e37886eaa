/// How a piece of text looks: its style, its colour, and where it leads.
package struct Look: Sendable, Hashable {
    package var style: TextStyle = []
    package var color: TextColor?
    /// The number of a link of the text, from 1 on; 0 for none. So a look is a few bytes that nobody has to count the users of.
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

/// Ways to set text apart that a terminal has for dark and for light backgrounds alike.
package struct TextStyle: OptionSet, Sendable, Hashable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let bold = TextStyle(rawValue: 1 << 0)
    package static let dim = TextStyle(rawValue: 1 << 1)
    package static let italic = TextStyle(rawValue: 1 << 2)
    package static let underlined = TextStyle(rawValue: 1 << 3)
    package static let struckOut = TextStyle(rawValue: 1 << 4)
}

/// The colours that can be read on dark and on light backgrounds; blue, yellow, cyan, black and white can't be everywhere.
package enum TextColor: Sendable, Hashable {
    case red, green, magenta
}

/// The address of a link in a form that can stand inside a control sequence of a terminal: printable ASCII and nothing else,
/// so that it can't end the sequence, and of a kind that opens a page or a letter, not a program.
struct SafeLink: Sendable, Hashable {
    let address: String

    /// Nil for an address that is better read than clicked.
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
            // Lower case, as far as there are letters; the signs have that bit too.
            return address.utf8.count >= kind.count && zip(address.utf8, kind).allSatisfy { $0 | 0x20 == $1 }
        }
        return begins(with: "https://") || begins(with: "http://") || begins(with: "mailto:")
    }

    /// What browsers and terminals take.
    private static let limit = 2000
}
