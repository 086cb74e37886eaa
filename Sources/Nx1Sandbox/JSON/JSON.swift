/// A JSON text to be written: members keep their order, numbers their literal.
indirect enum JSON: Sendable {
    case null
    case bool(Bool)
    case number(literal: String)
    case string(String)
    case array([JSON])
    case object([(name: String, value: JSON)])
    /// JSON text that came from a caller and is written as it came, byte for byte.
    case verbatim(ArraySlice<UInt8>)
}

extension JSON {
    /// A string, or null for none.
    static func string(orNull text: String?) -> JSON {
        text.map { .string($0) } ?? .null
    }
}

extension JSON: ExpressibleByNilLiteral {
    init(nilLiteral: ()) { self = .null }
}

extension JSON: ExpressibleByBooleanLiteral {
    init(booleanLiteral value: Bool) { self = .bool(value) }
}

extension JSON: ExpressibleByIntegerLiteral {
    init(integerLiteral value: Int) { self = .number(literal: String(value)) }
}

extension JSON: ExpressibleByFloatLiteral {
    init(floatLiteral value: Double) { self = .number(literal: "\(value)") }
}

extension JSON: ExpressibleByStringInterpolation {
    init(stringLiteral value: String) { self = .string(value) }
}

extension JSON: ExpressibleByArrayLiteral {
    init(arrayLiteral elements: JSON...) { self = .array(elements) }
}

extension JSON: ExpressibleByDictionaryLiteral {
    init(dictionaryLiteral elements: (String, JSON)...) {
        self = .object(elements.map { (name: $0.0, value: $0.1) })
    }
}
