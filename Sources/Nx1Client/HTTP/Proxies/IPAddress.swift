#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// An address as digits: four or sixteen bytes.
struct IPAddress: Sendable, Hashable {
    let bytes: [UInt8]

    /// Reads `10.0.0.1`, `fd00::1` or `[fd00::1]`; nil for anything else, names among them.
    init?(_ text: some StringProtocol) {
        let isBracketed = text.first == "[" && text.last == "]"
        let digits = isBracketed ? String(text.dropFirst().dropLast()) : String(text)
        if !isBracketed, let bytes = Self.parsed(digits, family: AF_INET, count: 4) {
            self.bytes = bytes
        } else if let bytes = Self.parsed(digits, family: AF_INET6, count: 16) {
            self.bytes = bytes
        } else {
            return nil
        }
    }

    /// Whether the first `bits` bits are those of `other`, which has to be of the same length.
    func agrees(with other: IPAddress, in bits: Int) -> Bool {
        guard bytes.count == other.bytes.count, (0...bytes.count * 8).contains(bits) else { return false }
        let (whole, rest) = bits.quotientAndRemainder(dividingBy: 8)
        guard bytes.prefix(whole) == other.bytes.prefix(whole) else { return false }
        return rest == 0 || (bytes[whole] ^ other.bytes[whole]) >> (8 - rest) == 0
    }

    private static func parsed(_ digits: String, family: Int32, count: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        return inet_pton(family, digits, &bytes) == 1 ? bytes : nil
    }
}
