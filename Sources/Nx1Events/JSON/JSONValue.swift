/// A JSON value (RFC 8259) that preserves the order of members, repeated names, and each number as written.
///
/// Two values are equal if their texts are the same except for white space and escapes: `1.0` doesn't equal `1`, and
/// objects with the same members in a different order aren't equal.
public enum JSONValue: Sendable, Hashable {
    /// `null`.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// A number, as written.
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

    /// The boolean; nil for any other value.
    public var bool: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    /// The number; nil for any other value.
    public var number: JSONNumber? {
        if case .number(let value) = self { value } else { nil }
    }

    /// The number as an integer, if it has no fraction and fits.
    public var int: Int? { number?.int }

    /// The number as the nearest `Double`; nil for any other value.
    public var double: Double? { number?.double }

    /// The string; nil for any other value.
    public var string: String? {
        if case .string(let value) = self { value } else { nil }
    }

    /// The elements; nil if this isn't an array.
    public var array: [JSONValue]? {
        if case .array(let value) = self { value } else { nil }
    }

    /// The members; nil if this isn't an object.
    public var object: JSONObject? {
        if case .object(let value) = self { value } else { nil }
    }

    /// The value of the last member named `key`; nil if there is none or this isn't an object.
    public subscript(_ key: String) -> JSONValue? { object?[key] }

    /// The element at `index`; nil if there is none or this isn't an array.
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

    /// A non-finite value, which JSON can't express, becomes `null`.
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
    /// The maximum nesting depth, which RFC 8259 (section 9) lets a parser limit.
    public static let maximumDepth = 512

    /// Parses a JSON text in UTF-8, strictly by RFC 8259.
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

    /// Whether a JSON text has more values than `limit`, so that its tree would take too much memory; an object counts
    /// as five. In invalid JSON, only the values before the error count.
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

    /// Parses a JSON text, strictly by RFC 8259.
    /// - Throws: ``JSONSyntaxError``, also for nesting deeper than ``maximumDepth``.
    public init(parsing text: some StringProtocol) throws(JSONSyntaxError) {
        try self.init(parsing: text.utf8)
    }

    /// Parses the JSON value that `bytes` start with, and ignores what follows it.
    ///
    /// A number extends as far as possible, so `01` is parsed as `0`; the caller must check what follows.
    /// - Returns: the value and its length in bytes, including leading white space.
    /// - Throws: ``JSONSyntaxError`` if `bytes` don't start with a value.
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

    /// Parses the JSON value that `text` starts with.
    public static func parsePrefix(
        of text: some StringProtocol
    ) throws(JSONSyntaxError) -> (value: JSONValue, bytesConsumed: Int) {
        try parsePrefix(of: text.utf8)
    }
}

/// Calls `body` with the bytes in contiguous memory, without a copy if they're contiguous already.
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
    /// Serializes the value as JSON.
    ///
    /// Numbers are written as parsed. In strings, only the characters required by RFC 8259 are escaped: the quote, the
    /// backslash and the control characters below U+0020.
    public func serialized(_ style: JSONStyle = .compact) -> String {
        var writer = JSONWriter(style: style)
        writer.write(self)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    /// The value as compact JSON.
    public var description: String { serialized() }
}

/// A JSON number (RFC 8259, section 6) as written, of any size and precision.
public struct JSONNumber: Sendable, Hashable, CustomStringConvertible {
    /// The number as written: `12345678901234567890`, `1.10`, `1E400`.
    public let literal: String

    /// Creates an integer.
    public init(_ value: Int) {
        literal = String(value)
    }

    /// Creates the shortest number that parses as `value`; nil if it's infinite or NaN, which JSON can't express.
    public init?(_ value: Double) {
        guard value.isFinite else { return nil }
        literal = value.description
    }

    /// Creates a number from a literal; nil if `literal` isn't exactly a JSON number.
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
        // A `Double` is exact up to 2^53; beyond, a fraction may have been lost.
        let double = double
        return double.magnitude < 0x20_0000_0000_0000 ? Int(exactly: double) : nil
    }

    /// The nearest `Double`: infinite if the number is too large, zero if it's too small.
    public var double: Double { Double(literal) ?? .nan }

    public var description: String { literal }
}
