/// A JSON number (RFC 8259, section 6) as it was written, of any size and precision.
public struct JSONNumber: Sendable, Hashable, CustomStringConvertible {
    /// The number as it is written: `12345678901234567890`, `1.10`, `1E400`.
    public let literal: String

    /// An integer.
    public init(_ value: Int) {
        literal = String(value)
    }

    /// The shortest number that reads back as `value`; nil if it is infinite or not a number, which JSON can't express.
    public init?(_ value: Double) {
        guard value.isFinite else { return nil }
        literal = value.description
    }

    /// A number in its own writing; nil if `literal` isn't a JSON number and nothing else.
    public init?(literal: String) {
        guard let number = (try? JSONValue(parsing: literal))?.number, number.literal == literal else {
            return nil
        }
        self = number
    }

    init(checked literal: String) {
        self.literal = literal
    }

    /// The number as an integer; nil if it has a fraction or doesn't fit. `1E2` and `100.0` are 100.
    public var int: Int? {
        if let int = Int(literal) { return int }
        // Up to 2^53 a `Double` is exact; beyond, a fraction may have been lost.
        let double = double
        return double.magnitude < 0x20_0000_0000_0000 ? Int(exactly: double) : nil
    }

    /// The nearest `Double`: infinite where the number is too large for it, zero where it is too small.
    public var double: Double { Double(literal) ?? .nan }

    public var description: String { literal }
}
