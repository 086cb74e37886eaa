/// A JSON value (RFC 8259) that keeps what came: the order of the members, repeated member names, and each number as it
/// was written.
///
/// Two values are equal if they are the same text up to white space and escapes: `1.0` is not `1`, and objects with the
/// same members in another order are not equal.
public enum JSONValue: Sendable, Hashable {
    /// `null`.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// A number, as it was written.
    case number(JSONNumber)
    /// A string.
    case string(String)
    /// An array.
    case array([JSONValue])
    /// An object.
    case object(JSONObject)
}

extension JSONValue {
    /// Whether this is `null`.
    public var isNull: Bool {
        if case .null = self { true } else { false }
    }

    /// The value of `true` or `false`; nil for anything else.
    public var bool: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    /// The number; nil if this is none.
    public var number: JSONNumber? {
        if case .number(let value) = self { value } else { nil }
    }

    /// The number as an integer, if this is a number without a fraction that fits.
    public var int: Int? { number?.int }

    /// The number as the nearest `Double`; nil if this is no number.
    public var double: Double? { number?.double }

    /// The string; nil if this is none.
    public var string: String? {
        if case .string(let value) = self { value } else { nil }
    }

    /// The elements; nil if this is no array.
    public var array: [JSONValue]? {
        if case .array(let value) = self { value } else { nil }
    }

    /// The members; nil if this is no object.
    public var object: JSONObject? {
        if case .object(let value) = self { value } else { nil }
    }

    /// The member named `key`, of repeated ones the last; nil if there is none or this is no object.
    public subscript(_ key: String) -> JSONValue? { object?[key] }

    /// The element at `index`; nil if there is none or this is no array.
    public subscript(_ index: Int) -> JSONValue? {
        guard let array, array.indices.contains(index) else { return nil }
        return array[index]
    }
}

extension JSONValue: ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral, ExpressibleByStringLiteral, ExpressibleByStringInterpolation,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    public init(booleanLiteral value: Bool) {
        self = .bool(value)
    }

    public init(integerLiteral value: Int) {
        self = .number(JSONNumber(value))
    }

    /// A value that is not finite, which JSON can't express, becomes `null`.
    public init(floatLiteral value: Double) {
        self = JSONNumber(value).map(JSONValue.number) ?? .null
    }

    public init(stringLiteral value: String) {
        self = .string(value)
    }

    public init(arrayLiteral elements: JSONValue...) {
        self = .array(elements)
    }

    /// The members in the order of the literal; a repeated name stays repeated.
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(JSONObject(elements))
    }
}

extension JSONValue {
    /// The depth of nesting that is taken; the grammar of RFC 8259 (section 9) lets a parser set one.
    public static let maximumDepth = 512

    /// Reads a JSON text in UTF-8, to the letter of RFC 8259.
    ///
    /// A byte-order mark at the start is ignored. Invalid UTF-8 in strings and lone surrogates in escapes become U+FFFD.
    /// - Throws: ``JSONSyntaxError``, also for nesting deeper than ``maximumDepth``.
    public init(parsing bytes: some Sequence<UInt8>) throws(JSONSyntaxError) {
        self = try withContiguousBytes(of: bytes) { bytes throws(JSONSyntaxError) in
            var scanner = JSONScanner(bytes)
            scanner.skipByteOrderMark()
            var tree = JSONTreeBuilder()
            try scanner.scanValue(into: &tree)
            try scanner.expectEnd()
            return tree.value
        }
    }

    /// Whether a JSON text has more values than `limit`, so that its tree would take more memory than anybody expects of it; an
    /// object counts as five. In invalid JSON, the values before the error count.
    package static func hasMoreValues(_ bytes: [UInt8], than limit: Int) -> Bool {
        // An object takes three bytes with its comma, any other value two.
        if bytes.count <= limit / 5 * 3 { return false }
        var counter = JSONCounter()
        bytes.withUnsafeBufferPointer { bytes in
            var scanner = JSONScanner(bytes)
            scanner.skipByteOrderMark()
            try? scanner.scanValue(into: &counter)
        }
        return counter.count > limit
    }

    /// Reads a JSON text, to the letter of RFC 8259.
    /// - Throws: ``JSONSyntaxError``, also for nesting deeper than ``maximumDepth``.
    public init(parsing text: some StringProtocol) throws(JSONSyntaxError) {
        try self.init(parsing: text.utf8)
    }

    /// Reads the JSON value that `bytes` begin with, and leaves what follows it alone.
    ///
    /// A number goes as far as it can, so of `01` it reads `0`; whether what follows may follow is the caller's to say.
    /// - Returns: the value and how many bytes it took, white space before it included.
    /// - Throws: ``JSONSyntaxError`` if `bytes` don't begin with a value.
    public static func parsePrefix(
        of bytes: some Sequence<UInt8>
    ) throws(JSONSyntaxError) -> (value: JSONValue, bytesConsumed: Int) {
        try withContiguousBytes(of: bytes) { bytes throws(JSONSyntaxError) in
            var scanner = JSONScanner(bytes)
            var tree = JSONTreeBuilder()
            try scanner.scanValue(into: &tree)
            return (tree.value, scanner.position)
        }
    }

    /// Reads the JSON value that `text` begins with, as from its UTF-8.
    public static func parsePrefix(
        of text: some StringProtocol
    ) throws(JSONSyntaxError) -> (value: JSONValue, bytesConsumed: Int) {
        try parsePrefix(of: text.utf8)
    }
}

/// Gives `body` the bytes in one piece, without a copy where they are in one.
func withContiguousBytes<Value>(
    of bytes: some Sequence<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) throws(JSONSyntaxError) -> Value
) throws(JSONSyntaxError) -> Value {
    func attempt(_ bytes: UnsafeBufferPointer<UInt8>) -> Result<Value, JSONSyntaxError> {
        do {
            return .success(try body(bytes))
        } catch {
            return .failure(error)
        }
    }
    let result =
        bytes.withContiguousStorageIfAvailable(attempt) ?? Array(bytes).withUnsafeBufferPointer(attempt)
    return try result.get()
}

extension JSONValue: CustomStringConvertible {
    /// The value as a JSON text.
    ///
    /// Numbers are written as they came. In strings only what RFC 8259 asks for is escaped: the quote, the backslash and
    /// the control characters below U+0020.
    public func serialized(_ style: JSONStyle = .compact) -> String {
        var writer = JSONWriter(style: style)
        writer.write(self)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    /// The value as compact JSON.
    public var description: String { serialized() }
}

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
