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
