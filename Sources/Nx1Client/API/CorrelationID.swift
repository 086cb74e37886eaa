/// The ids by which this client names runs before the service knows of them.
public enum CorrelationID {
    /// A new random id: a UUID, version 4 (RFC 9562, section 5.4), in lower case.
    public static func random() -> String {
        var generator = SystemRandomNumberGenerator()
        return uuid(high: generator.next(), low: generator.next())
    }

    static func uuid(high: UInt64, low: UInt64) -> String {
        let digits =
            hexadecimal(high & 0xFFFF_FFFF_FFFF_0FFF | 0x4000)
            + hexadecimal(low & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000)
        var id = ""
        for (position, digit) in digits.enumerated() {
            if [8, 12, 16, 20].contains(position) { id.append("-") }
            id.append(digit)
        }
        return id
    }

    private static func hexadecimal(_ value: UInt64) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }
}
