/// A JSON value that was read, with the bytes it was read from.
struct JSONNode: Sendable {
    /// What a node holds. Of members with one name the last is the one that counts, as in Python.
    indirect enum Value: Sendable {
        case null
        case bool(Bool)
        case number(literal: String)
        case string(String)
        case array([JSONNode])
        case object([(name: String, node: JSONNode)])
    }

    let value: Value
    /// The value's own bytes in the body, without the white space around it.
    let source: ArraySlice<UInt8>

    /// The same text, to be written as it came.
    var asItCame: JSON { .verbatim(source) }

    /// The member with that name, if this is an object that has one.
    subscript(name: String) -> JSONNode? {
        guard case .object(let members) = value else { return nil }
        return members.last { $0.name == name }?.node
    }

    /// The text, if this is a string.
    var text: String? {
        guard case .string(let text) = value else { return nil }
        return text
    }
}
