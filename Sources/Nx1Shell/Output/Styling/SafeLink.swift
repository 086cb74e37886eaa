/// The address of a link in a form that can stand inside a control sequence of a terminal: printable ASCII and nothing else,
/// so that it can't end the sequence, and of a kind that opens a page or a letter, not a program.
final class SafeLink: Sendable, Hashable {
    let address: String

    /// Nil for an address that is better read than clicked.
    init?(_ address: String) {
        let kinds = ["http://", "https://", "mailto:"]
        let beginning = address.prefix(8).lowercased()
        guard kinds.contains(where: beginning.hasPrefix), address.utf8.count <= Self.limit else { return nil }
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in address.utf8 {
            if byte > 0x20, byte < 0x7F, byte != UInt8(ascii: "\\") {
                bytes.append(byte)
            } else {
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        self.address = String(decoding: bytes, as: UTF8.self)
    }

    static func == (one: SafeLink, other: SafeLink) -> Bool {
        one === other || one.address == other.address
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(address)
    }

    /// What browsers and terminals take.
    private static let limit = 2000
}
